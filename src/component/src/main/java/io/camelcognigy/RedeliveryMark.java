package io.camelcognigy;

import io.camelcognigy.contract.TraceParent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** What tells a flow of an input's way to it: the object {@code _camel} in the input's data. */
final class RedeliveryMark {

    static final String KEY = "_camel";

    private RedeliveryMark() {}

    /**
     * The data with the mark of the exchange; a mark that the sender put there is replaced.
     *
     * @param redelivery whether it tells of redelivery: the message id, which is that of the source where it has one, else
     *     Camel's, another one each time; and whether it may have been seen before
     * @param trace null for none
     */
    static Map<String, Object> addTo(
            Map<String, Object> data, Exchange exchange, boolean redelivery, TraceParent trace) {
        Map<String, Object> mark = new LinkedHashMap<>();
        if (redelivery) {
            mark.put("messageId", exchange.getMessage().getMessageId());
            boolean again = exchange.isExternalRedelivered()
                    || exchange.getExchangeExtension().getRedeliveryCounter() > 0;
            if (again) {
                mark.put("redelivered", true);
            }
        }
        if (trace != null) {
            mark.put(TraceParent.HEADER, trace.value());
        }
        Map<String, Object> marked = data == null ? new LinkedHashMap<>() : new LinkedHashMap<>(data);
        marked.put(KEY, mark);
        return marked;
    }
}
