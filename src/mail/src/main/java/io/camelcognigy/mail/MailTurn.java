package io.camelcognigy.mail;

/**
 * A mail that the bot is asked.
 *
 * @param uid its number in its folder
 * @param validity of that number
 */
record MailTurn(long uid, long validity, IncomingMail mail, String sessionKey) {

    @Override
    public String toString() {
        return "MailTurn[" + uid + "]";
    }
}
