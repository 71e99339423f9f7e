package io.camelcognigy.bridge.operate;

import java.util.List;
import java.util.Map;

/** {@code /observe/roads}, and {@code POST /observe/roads/<road>/pause} or {@code resume}. */
final class RoadAnswers implements OperateServer.Handler {

    private final Roads roads;

    RoadAnswers(Roads roads) {
        this.roads = roads;
    }

    @Override
    public Answer answer(Request request) throws Exception {
        List<String> path = request.path();
        if (path.isEmpty() && !request.writes()) {
            return Answer.json(200, Map.of("roads", list()));
        }
        if (path.size() != 2 || !List.of("pause", "resume").contains(path.get(1))) {
            return Answer.error(404, "there are /observe/roads and POST /observe/roads/<road>/pause or resume");
        }
        if (!request.method().equals("POST")) {
            return Answer.error(405, "POST");
        }
        String road = path.get(0);
        boolean known = path.get(1).equals("pause") ? roads.pause(road) : roads.resume(road);
        return known ? Answer.json(200, Map.of("roads", list())) : Answer.error(404, "there is no such road");
    }

    private List<Map<String, Object>> list() {
        return roads.agents().entrySet().stream()
                .map(road -> Map.<String, Object>of(
                        "road", road.getKey(), "paused", roads.isPaused(road.getKey()), "agents", road.getValue()))
                .toList();
    }
}
