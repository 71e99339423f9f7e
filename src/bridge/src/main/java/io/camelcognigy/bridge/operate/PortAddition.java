package io.camelcognigy.bridge.operate;

/** What an application around the bridge adds to the operation port, below {@code /observe/<name>}; a bean. */
public interface PortAddition {

    String name();

    /**
     * On one of the port's few threads: it must not wait for long.
     *
     * @param request its path without {@code observe} and the name; one that writes had the token
     */
    Answer answer(Request request) throws Exception;
}
