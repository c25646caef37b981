// The reference of the API: the list of calls is in the page. Swagger UI draws a call when it is opened: of the whole
// document it would take seconds before the first one could be read.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

const whole = fetch("/api/openapi.json").then((answer) => answer.json());

/** A part of the document with each schema in the place that names it: none of them is within itself. */
function inlined(part, schemas) {
  if (part === null || typeof part !== "object") return part;
  if (Array.isArray(part)) return part.map((item) => inlined(item, schemas));
  const { $ref, ...own } = part;
  const whole = $ref === undefined ? own : { ...schemas[$ref.replace("#/components/schemas/", "")], ...own };
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, inlined(value, schemas)]));
}

/** The document with one call, or one message of a webhook. */
function documentOf({ components, ...rest }, { kind, path, method }) {
  // The field at the top of the page has one key for all calls.
  const call = { ...inlined(rest[kind][path][method], components.schemas), security: [] };
  return { ...rest, paths: {}, webhooks: {}, [kind]: { [path]: { [method]: call } } };
}

/** Nothing is left to resolve: Swagger UI's own resolver would take seconds to find that. */
const resolved = (spec) => () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        requestResolvedSubtree:
          (_, { specActions }) =>
          (way) =>
            specActions.updateResolvedSubtree(
              way,
              way.reduce((part, step) => part?.[step], spec),
            ),
      },
    },
  },
});

/** Without the title, the servers and the schemas, which every call would repeat. */
const onlyCalls = ({ React, getComponent }) => ({
  components: {
    Calls: () => {
      const parts = [["SvgAssets"], ["errors", true], ["operations", true], ["Webhooks", true]];
      const drawn = parts.map(([name, container]) =>
        React.createElement(getComponent(name, container), { key: name }),
      );
      return React.createElement("div", { className: "swagger-ui" }, drawn);
    },
  },
});

function withKey(request) {
  const key = document.getElementById("key").value.trim();
  if (key) request.headers["Authorization"] = `Bearer ${key}`;
  return request;
}

async function draw(row) {
  if (row.dataset.drawn) return;
  row.dataset.drawn = "yes";
  const place = row.appendChild(document.createElement("div"));
  try {
    const spec = documentOf(await whole, row.dataset);
    SwaggerUIBundle({
      spec,
      domNode: place,
      plugins: [onlyCalls, resolved(spec)],
      layout: "Calls",
      docExpansion: "full",
      requestInterceptor: withKey,
    });
  } catch (error) {
    place.textContent = `This call cannot be shown: ${error.message}`;
  }
}

// The event does not bubble.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("details[data-path]") || !target.open) return;
    history.replaceState(null, "", `#${target.id}`);
    void draw(target);
  },
  true,
);

function openNamed() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row?.matches("details")) row.open = true;
  row?.scrollIntoView();
}
addEventListener("hashchange", openNamed);
// Opened before this script was there.
for (const row of document.querySelectorAll("details[open]")) void draw(row);
openNamed();
