// Formats the headers of signed events in a stream of events, which no handler sends.
export class HeaderFormatter {}
