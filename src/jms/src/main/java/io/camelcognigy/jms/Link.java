package io.camelcognigy.jms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one connection of a road: up or down, and why. Each change is one line in the log. Thread-safe. */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final String name;
    private boolean up;
    private String trouble;

    /** @param name for the log, such as {@code jms receives} */
    Link(String name) {
        this.name = name;
    }

    synchronized void up(String where) {
        if (!up) {
            LOG.info("{}: connected to {}", name, where);
        }
        up = true;
        trouble = null;
    }

    /** @param why a line without secrets */
    synchronized void down(String why) {
        if (up || trouble == null) {
            LOG.warn("{}: {}; tries again until it is connected", name, why);
        }
        up = false;
        trouble = why;
    }

    synchronized void closed() {
        up = false;
        trouble = null;
    }

    synchronized boolean isUp() {
        return up;
    }

    synchronized String trouble() {
        return trouble;
    }
}
