// SHA-256 in JavaScript, for runtimes without node:crypto.
export class Sha256Js {}
