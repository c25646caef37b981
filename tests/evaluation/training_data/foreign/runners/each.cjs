// Calls a renderer for each job on standard input, one JSON object a line; a job that fails is told and left out.
const readline = require("node:readline");

module.exports = async (render) => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const job = JSON.parse(line);
    try {
      await render(job.invoice, job.path);
    } catch (error) {
      process.stderr.write(`${job.path}: ${error}\n`);
    }
  }
};
