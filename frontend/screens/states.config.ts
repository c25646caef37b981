/** Every state of the app in every size, theme and language, to be looked at: `python -m tests.e2e.screens --states FOLDER`. */
import screens from "./screens.config";

export default { ...screens, testDir: "states", testMatch: "*.states.ts", expect: { timeout: 15_000 } };
