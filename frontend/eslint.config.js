import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import prettier from "eslint-config-prettier";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url));

/** What the files of a folder may not import: patterns of the import as it is written, each with what to do instead. */
const boundary = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

/** Features never import each other nor the app, which joins them; a feature is one folder deep, so "../../" leaves it. */
const featureBoundaries = features.flatMap((name) => {
  const inside = [
    {
      regex: `^@/features/(?!${name}/)`,
      message: "A feature never imports another: move what both need to src/lib, or let src/app join them.",
    },
    { regex: "^@/app(/|$)", message: "A feature does not know the app around it." },
  ];
  const message = "A relative import stays in its feature: write @/lib/... for what lies outside.";
  return [
    boundary([`src/features/${name}/*.{ts,tsx}`], ...inside, { regex: String.raw`(^|/)\.\.(/|$)`, message }),
    boundary([`src/features/${name}/*/**/*.{ts,tsx}`], ...inside, {
      regex: String.raw`./\.\.(/|$)`,
      message,
    }),
  ];
});

const libBoundary = boundary(
  ["src/lib/**/*.{ts,tsx}"],
  { regex: "^@/(features|app)(/|$)", message: "lib serves features and app, not the reverse." },
  { regex: String.raw`(^|/)\.\.(/|$)`, message: "lib names its own files @/lib/... or ./..." },
);

export default tseslint.config(
  { ignores: ["dist", "node_modules", "test-results", "playwright-report", "src/lib/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      jsxA11y.flatConfigs.strict,
      reactHooks.configs.flat.recommended,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // The router's redirect and notFound are thrown by design.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    files: ["src/features/**"],
    rules: {
      // An import() would pass the boundaries below unseen; the router is where pages are loaded late.
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "Pages are split by src/app/router." },
      ],
    },
  },
  ...featureBoundaries,
  libBoundary,
  { files: ["public/**"], languageOptions: { globals: globals.browser } },
  {
    files: ["*.config.{js,ts}", "scripts/**", "e2e/**", "screens/**"],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
