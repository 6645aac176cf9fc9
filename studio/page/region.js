// HTML that the server has made. Of what is shown only what differs is changed: focus, what is being typed, open
// details, and what a screen reader has already read stay as they are.

const KEPT = { DETAILS: ["open"], DIALOG: ["open"], IFRAME: ["style"] }; // attributes that belong to whoever looks at the page

function morph(now, wanted) {
  const keys = new Set([...wanted.children].map((node) => node.dataset.k));
  for (const node of [...now.children]) if (node.dataset.k && !keys.has(node.dataset.k)) node.remove();
  const keyed = new Map([...now.children].filter((node) => node.dataset.k).map((node) => [node.dataset.k, node]));
  let at = now.firstChild;
  for (const node of [...wanted.childNodes]) {
    const same = node.dataset?.k ? keyed.get(node.dataset.k) : at && !at.dataset?.k ? at : null;
    if (same?.nodeName !== node.nodeName) {
      now.insertBefore(node, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else now.insertBefore(same, at);
    if (!same.isEqualNode(node)) change(same, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function change(node, wanted) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    node.nodeValue = wanted.nodeValue;
    return;
  }
  const kept = KEPT[node.nodeName] || [];
  for (const { name } of [...node.attributes])
    if (!wanted.hasAttribute(name) && !kept.includes(name)) set(node, name, null);
  for (const { name, value } of wanted.attributes)
    if (node.getAttribute(name) !== value && !kept.includes(name)) set(node, name, value);
  if (node.nodeName === "TEXTAREA") {
    if (node.defaultValue !== wanted.defaultValue) node.value = node.defaultValue = wanted.defaultValue;
  } else morph(node, wanted);
}

function set(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
  if (name === "value" && "value" in node) node.value = value ?? "";
  if (["checked", "selected", "disabled"].includes(name)) node[name] = value !== null;
}

const FOLLOWED = 4000; // milliseconds after which an answer no longer belongs to what was pressed

// A log that stands at its end, or whose owner has just done something, moves on to the first line that is new.
class Log {
  constructor(node, asked) {
    this.node = node;
    this.follows = asked || node.scrollHeight - node.scrollTop - node.clientHeight < 80;
    this.before = new Set([...node.children].map((line) => line.dataset.k));
  }
  goOn() {
    const fresh = [...this.node.children].find((line) => line.dataset.k && !this.before.has(line.dataset.k));
    if (fresh && this.follows) this.node.scrollTop = fresh.offsetTop - this.node.offsetTop - 48;
  }
}

export default {
  template: `<component :is="tag" @click="click" @submit="submit" @change="choose" @input="type"></component>`,
  props: { html: String, tag: String },
  emits: ["act"],
  mounted() {
    this.paint();
    this.sizes = new ResizeObserver(() => this.seen());
    this.sizes.observe(this.$el);
  },
  unmounted() {
    this.sizes.disconnect();
  },
  updated() {
    this.paint();
  },
  methods: {
    paint() {
      if (this.html === this.painted) return;
      this.painted = this.html;
      const source = document.createElement("template");
      source.innerHTML = this.html;
      const found = this.$el.querySelector("[data-bottom]");
      const log = found && new Log(found, Date.now() - this.asked < FOLLOWED);
      morph(this.$el, source.content);
      if (log) log.goOn();
      this.unseen ||= !log || !found.clientHeight;
      this.seen();
      window.studio?.painted(this.$el, (act) => this.$emit("act", act));
    },
    // What was changed while it was hidden stands at its end when it is looked at.
    seen() {
      const log = this.$el.querySelector("[data-bottom]");
      if (!this.unseen || !log?.clientHeight) return;
      log.scrollTop = log.scrollHeight;
      this.unseen = false;
    },
    click(event) {
      const pressed = event.target.closest("[data-act]");
      if (!pressed || pressed.matches("form, input, select, textarea")) return;
      event.preventDefault();
      if (pressed.getAttribute("aria-disabled") === "true") return;
      this.asked = pressed.dataset.act === "earlier" ? 0 : Date.now();
      this.$emit("act", { ...pressed.dataset });
    },
    submit(event) {
      event.preventDefault();
      const form = event.target;
      if (!form.dataset.act) return;
      this.asked = Date.now();
      this.$emit("act", { ...Object.fromEntries(new FormData(form, event.submitter)), ...form.dataset });
      if ("once" in form.dataset) form.reset();
      form.closest("dialog")?.close();
    },
    choose(event) {
      if (!event.target.matches("select[data-act], input[data-act]:not([data-live])")) return;
      const { value, type, checked } = event.target;
      this.$emit("act", { ...event.target.dataset, value: type === "checkbox" ? String(checked) : value });
    },
    type(event) {
      if (!event.target.matches("[data-live]")) return;
      const { dataset, value } = event.target;
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.$emit("act", { ...dataset, value }), 200);
    },
  },
};
