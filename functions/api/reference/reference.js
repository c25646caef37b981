// The reference of the API: the list of calls is in the page. Swagger UI draws a call when it is opened: of the whole
// document it would take seconds before the first one could be read.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

const whole = fetch("/api/openapi.json").then((answer) => answer.json());

/** The names of the schemas that a part of the document leads to. */
function schemasOf(part, all, found = new Set()) {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    schemasOf(all[name], all, found);
  }
  return found;
}

/** The document with one call, or one message of a webhook, and the schemas that it needs: all would take seconds. */
function documentOf({ components, ...rest }, { kind, path, method }) {
  // The field at the top of the page has one key for all calls.
  const call = { ...rest[kind][path][method], security: [] };
  const names = schemasOf(call, components.schemas);
  const schemas = Object.fromEntries([...names].map((name) => [name, components.schemas[name]]));
  return {
    ...rest,
    paths: {},
    webhooks: {},
    [kind]: { [path]: { [method]: call } },
    components: { schemas },
  };
}

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
    SwaggerUIBundle({
      spec: documentOf(await whole, row.dataset),
      domNode: place,
      plugins: [onlyCalls],
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
