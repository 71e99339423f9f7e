package io.camelcognigy.session;

/** How an input is understood that names something which the bot has just offered to choose. */
public enum ChoicesMode {
    /** As it stands. */
    TEXT,
    /** Its number or title stands for what it chooses. */
    MAP
}
