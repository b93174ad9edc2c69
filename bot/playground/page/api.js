// The page's only conversation: with the local Slack server that it came from.

import { maybe, t } from "./say.js";

async function post(path, body) {
  let reply;
  try {
    reply = await fetch(`/play/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw new Error(t("wrong.no_server"));
  }
  const answer = await reply.json().catch(() => ({}));
  // Sentences beside the inputs of a modal are an answer, not a failure.
  if (answer.errors) return answer;
  if (!reply.ok || answer.ok === false) throw new Error(sentence(answer.error ?? `http_${reply.status}`));
  return answer;
}

/** Slack's error codes in words; an unknown one is shown as it is. */
function sentence(code) {
  return maybe(`wrong.${code}`) ?? t("wrong.other", { code });
}

export const api = {
  slash: (body) => post("slash", body),
  say: (body) => post("say", body),
  click: (body) => post("click", body),
  submit: (body) => post("submit", body),
  close: (body) => post("close", body),
  join: (body) => post("join", body),
  dm: (body) => post("dm", body),
  leave: (body) => post("leave", body),
  home: (body) => post("home", body),
  clock: (body) => post("clock", body),
  stage: post,
  async look(path) {
    const reply = await fetch(`/play/${path}`, { cache: "no-store" });
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
    return reply.json();
  },
  async state() {
    const reply = await fetch("/play/state", { cache: "no-store" });
    if (!reply.ok) throw new Error(`state: ${reply.status}`);
    return reply.json();
  },
};

/**
 * Follow the server's events. After a break everything is read anew first, so that a restarted server
 * (whose numbers begin again) is met as well as a lost connection.
 */
export function follow({ since, onEvent, onState, onLink }) {
  let last = since, wait = 250, failed = false;

  function listen() {
    const source = new EventSource(`/play/events?since=${last}`);
    source.onopen = () => { wait = 250; onLink(true); };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (event.seq <= last) return;
      last = event.seq;
      onEvent(event);
    };
    // Named events carry the same JSON; EventSource hands each name to its own listeners only.
    for (const name of ["message", "message_changed", "message_deleted", "ephemeral", "view", "channel", "clock", "request"]) {
      if (name !== "message") source.addEventListener(name, source.onmessage);
    }
    source.onerror = () => {
      source.close();
      failed = true;
      onLink(false);
      setTimeout(again, wait);
      wait = Math.min(wait * 2, 4000);
    };
  }

  async function again() {
    try {
      if (failed) {
        const state = await api.state();
        last = state.seq;
        failed = false;
        onState(state);
      }
      listen();
    } catch {
      setTimeout(again, wait);
      wait = Math.min(wait * 2, 4000);
    }
  }

  listen();
}
