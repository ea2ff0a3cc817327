// What ties form, gallery and live strip to the server.
import { Form } from "/form.js";
import { Gallery } from "/gallery.js";
import { Live } from "/live.js";

const $ = (id) => document.getElementById(id);

async function json(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) {
    throw new Error((await answer.text()).trim() || `the server said ${answer.status}`);
  }
  return answer.json();
}

const live = new Live();
const gallery = new Gallery((sample) => form.take(sample));
const form = new Form(async (request) => {
  const sent = await json("/api/requests", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  gallery.expect(sent.requestId, request);
  return sent;
});

$("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme ?? (dark ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  localStorage.setItem("kiln-theme", root.dataset.theme);
});

async function refresh() {
  form.offer(await json("/api/generators"));
  const album = await json("/api/gallery");
  // The oldest first, as if they came now.
  album.forEach((shown) => gallery.show(shown, false));
}

function listen() {
  const events = new EventSource("/api/events");
  let opened = false;
  events.addEventListener("open", () => {
    if (opened) {
      refresh().catch((e) => live.state(false, e.message));
    }
    opened = true;
  });
  events.addEventListener("shown", (event) => gallery.show(JSON.parse(event.data), true));
  events.addEventListener("live", (event) => {
    const figures = JSON.parse(event.data);
    live.now(figures);
    form.watchable(figures.previews);
  });
  events.addEventListener("generators", () => {
    json("/api/generators").then((all) => form.offer(all)).catch(() => {});
  });
  events.addEventListener("error", () => live.state(false, "not connected"));
}

refresh()
  .then(listen)
  .catch((e) => live.state(false, e.message));
