package io.camelcognigy.bridge.operate;

import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.DeadLetterStore.Found;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /observe/dead-letters}: how many there are of each road, and {@code POST .../replay}. Shows nobody's words and no key. */
final class DeadLetterAnswers implements OperateServer.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterAnswers.class);
    private static final int MAX = 1_000;

    private final Supplier<Map<String, DeadLetterStore>> stores;

    /** @param stores by road */
    DeadLetterAnswers(Supplier<Map<String, DeadLetterStore>> stores) {
        this.stores = stores;
    }

    @Override
    public Answer answer(Request request) {
        boolean replay = request.path().size() == 1 && request.path().get(0).equals("replay");
        if (!replay && !request.path().isEmpty()) {
            return Answer.error(404, "there are GET /observe/dead-letters and POST /observe/dead-letters/replay");
        }
        if (replay != request.method().equals("POST")) {
            return Answer.error(405, replay ? "POST" : "GET");
        }
        Map<String, String> query = request.query();
        Map<String, DeadLetterStore> roads = new TreeMap<>(stores.get());
        String road = query.get("road");
        if (road != null) {
            roads.keySet().retainAll(Set.of(road));
        }
        if (roads.isEmpty()) {
            return Answer.error(404, "there is no such road whose dead letters can be read from here");
        }
        Wanted wanted;
        long max;
        int rate;
        try {
            wanted = new Wanted(
                    blank(query.get("reason")) ? null : query.get("reason"),
                    blank(query.get("since")) ? null : Instant.parse(query.get("since")),
                    Boolean.parseBoolean(query.get("inDoubt")));
            max = number(query.get("max"), MAX);
            rate = (int) number(query.get("rate"), 0);
        } catch (DateTimeException | NumberFormatException e) {
            return Answer.error(
                    400, "since is a time such as 2026-11-24T08:00:00Z; max and rate are numbers from 0 to 1000000");
        }
        return replay && !Boolean.parseBoolean(query.get("dryRun"))
                ? replay(roads, wanted, max, rate)
                : find(roads, wanted);
    }

    private static Answer find(Map<String, DeadLetterStore> roads, Wanted wanted) {
        Map<String, Object> answer = new LinkedHashMap<>();
        roads.forEach((road, store) -> answer.put(road, find(road, store, wanted)));
        return Answer.json(200, Map.of("roads", answer));
    }

    /** A road whose broker is away keeps nobody from the letters of the others. */
    private static Map<String, Object> find(String road, DeadLetterStore store, Wanted wanted) {
        try {
            return of(store.find(wanted));
        } catch (RuntimeException e) {
            Map<String, Object> answer = of(new Found(Map.of(), 0, 0, 0, 0, 0));
            answer.put("error", failed(road, e));
            return answer;
        }
    }

    private static String failed(String road, RuntimeException e) {
        LOG.warn("road {}: its dead letters cannot be read: {}", road, e.toString());
        return "cannot be read now, see the log";
    }

    private static Map<String, Object> of(Found found) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("replayable", found.total());
        answer.put("byReason", found.replayable());
        answer.put("replayed", found.replayed());
        Map<String, Object> leftOut = new LinkedHashMap<>();
        leftOut.put("inDoubt", found.inDoubt());
        leftOut.put("cut", found.cut());
        leftOut.put("tooOften", found.tooOften());
        leftOut.put("foreign", found.foreign());
        answer.put("leftOut", leftOut);
        return answer;
    }

    /** One at a time: two would end each other's. */
    private synchronized Answer replay(Map<String, DeadLetterStore> roads, Wanted wanted, long max, int rate) {
        Map<String, Object> answer = new LinkedHashMap<>();
        long left = max;
        for (Map.Entry<String, DeadLetterStore> road : roads.entrySet()) {
            try {
                long sent = road.getValue().replay(wanted, left, rate);
                left -= sent;
                answer.put(road.getKey(), Map.of("sent", sent));
                LOG.info("road {}: {} dead letters are replayed", road.getKey(), sent);
            } catch (RuntimeException e) {
                answer.put(road.getKey(), Map.of("sent", 0, "error", failed(road.getKey(), e)));
            }
        }
        return Answer.json(200, Map.of("roads", answer));
    }

    private static long number(String text, long otherwise) {
        if (blank(text)) {
            return otherwise;
        }
        long number = Long.parseLong(text);
        if (number < 0 || number > 1_000_000) {
            throw new NumberFormatException("out of range");
        }
        return number;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
