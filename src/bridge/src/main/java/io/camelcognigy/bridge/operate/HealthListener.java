package io.camelcognigy.bridge.operate;

/** Is told each second how healthy the bridge is; a bean. */
@FunctionalInterface
public interface HealthListener {

    /** Called by one thread, one after the other; must not block. */
    void onHealth(Health health);
}
