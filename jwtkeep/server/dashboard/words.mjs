// What the server's words mean, for people. The words themselves are those of the command line, and never change.

export const STATES = {
  pending: "verifies, does not sign yet",
  active: "signs",
  retiring: "verifies what it has signed",
  retired: "refused",
  compromised: "refused at once",
};

/** A kid is long; its beginning tells keys of one keyring apart. */
export const shortKid = (kid) => (kid.length > 12 ? kid.slice(0, 8) : kid);

export function stepText(step, kid) {
  const name = kid ? shortKid(kid) : "a next key";
  switch (step) {
    case "publish":
      return "the next key is published";
    case "activate":
      return `${name} begins to sign`;
    case "retire":
      return `${name} is retired`;
    case "destroy":
      return `the material of ${name} is wiped`;
    default:
      return `${step} ${name}`;
  }
}

const ACTIONS = {
  "rotate.begin": "a rotation begins",
  "rotate.done": "a rotation is done",
  "key.publish": "a key is published",
  "key.activate": "a key begins to sign",
  "key.retire": "a key is retired",
  "key.destroy": "a key's material is wiped",
  "key.compromise": "a key is told compromised",
  "keyring.create": "a keyring is made",
  "keyring.import": "a keyring is imported",
  "sync.add": "a destination is added",
  "sync.remove": "a destination is removed",
  "sync.push": "keys are written to a destination",
  "sync.overwrite": "keys are written over what another hand had changed",
  "sync.confirm": "a destination has confirmed",
  "sync.fail": "a destination failed",
  "findings.report": "a scan tells what it has found",
  "secret.hand_out": "a secret is handed out",
  "inventory.export": "the inventory is exported",
  "access.add": "somebody is let in",
  "access.grant": "rights are granted",
  "access.withdraw": "rights are withdrawn",
  "access.revoke": "somebody is let in no longer",
  "access.prune": "old entries of access are removed",
  "access.denied": "a request is denied",
  "request.begin": "a request is being done once",
  "request.done": "a request was done",
  "session.begin": "somebody logs in",
  "session.end": "somebody logs out",
  "webhook.begin": "a webhook is told of what happens from now on",
  "webhook.send": "a webhook is being told",
  "webhook.sent": "a webhook was told",
  "webhook.fail": "a webhook could not be told",
  "store.create": "the store is made",
  "store.backup": "the store is backed up",
  "store.restore": "the store is restored",
  "store.opener.add": "a way to open the store is added",
  "store.opener.remove": "a way to open the store is removed",
};
export const actionText = (action) => ACTIONS[action] ?? action;
/** Events have names, and a browser hears those alone that it listens for by name. */
export const EVENT_NAMES = Object.keys(ACTIONS);

export const RULES = {
  tampered: "changed in the store by another hand",
  weak: "can be guessed",
  development_value: "production has a development secret",
  shared_services: "two services share a secret",
  shared_environments: "two environments share a secret",
  shared_purposes: "two purposes share a secret",
  drift: "changed in a destination by another hand",
  overdue: "a step of the rotation is overdue",
  held: "a destination holds the rotation back",
  stale: "a destination is behind",
  unreachable: "a destination cannot be read",
};

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
