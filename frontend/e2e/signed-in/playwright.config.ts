/** What needs a server that requires keys: `python -m tests.e2e.signed_in`. ADMIN_KEY is a key of the role admin. */
import base from "../../playwright.config";

export default { ...base, testDir: ".", testIgnore: [], outputDir: "../../test-results" };
