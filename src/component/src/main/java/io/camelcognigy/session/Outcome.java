package io.camelcognigy.session;

/**
 * What became of an input, and so what its source does with it. One vocabulary for code, metrics, headers and docs.
 */
public enum Outcome {
    /** The turn is over and its answers are stored. The source moves on. */
    ANSWERED,
    /** The bot never saw the input, and could take it later. The source keeps it: waiting loses nothing. */
    NOT_SENT,
    /** It was written, or the bot has spoken, and the end is unknown. A second time may be a second action and bill. */
    IN_DOUBT,
    /** It will never be right: invalid, too large, not allowed. */
    REJECTED
}
