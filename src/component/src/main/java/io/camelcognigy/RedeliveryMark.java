package io.camelcognigy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** What tells a flow that it may have seen an input before: the object {@code _camel} in the input's data. */
final class RedeliveryMark {

    static final String KEY = "_camel";

    private RedeliveryMark() {}

    /**
     * The data with the mark of the exchange; a mark that the sender put there is replaced. The message id is that of the
     * source where it has one, else Camel's, which is another one each time.
     */
    static Map<String, Object> addTo(Map<String, Object> data, Exchange exchange) {
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("messageId", exchange.getMessage().getMessageId());
        boolean again = exchange.isExternalRedelivered()
                || exchange.getExchangeExtension().getRedeliveryCounter() > 0;
        if (again) {
            mark.put("redelivered", true);
        }
        Map<String, Object> marked = data == null ? new LinkedHashMap<>() : new LinkedHashMap<>(data);
        marked.put(KEY, mark);
        return marked;
    }
}
