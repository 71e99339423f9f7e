package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step before one that must not be taken for a record of somebody else's, such as storing a dead letter. It waits, with
 * no thread, for the broker's word that the record's partition is still ours, about 0.1 s. Then the exchange goes on; if
 * the partition is lost it ends here, without a failure: the next owner reads the record again.
 *
 * <p>What is asked is the group's coordinator, by a commit; while it is away, the exchange waits. An exchange that does
 * not come from a {@link KeyedConsumption} goes on at once. Any number of routes can share one.
 */
public final class StillOwned extends AsyncProcessorSupport {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (exchange.getProperty(CognigyConstants.SESSION_OWNER) instanceof PartitionLedger owner) {
            owner.whenOwnershipIsKnown(owned -> {
                if (!owned) {
                    exchange.setRouteStop(true);
                }
                callback.done(false);
            });
            return false;
        }
        callback.done(true);
        return true;
    }
}
