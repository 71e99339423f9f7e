package io.camelcognigy.bridge.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code dead-letters list} and {@code dead-letters replay}: asks the bridge that runs, over its operation port. */
public final class DeadLetterCommand {

    public static final String NAME = "dead-letters";

    private static final int SLICE = 100;
    private static final String USAGE =
            "usage: dead-letters list|replay [--reason CODE] [--since TIME] [--road NAME] [--in-doubt] [--max N]"
                    + " [--rate PER-SECOND] [--dry-run] [--url http://127.0.0.1:9876]\n"
                    + "replay needs the bridge's operate.token in the environment, as OPERATE_TOKEN";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> failed = new HashSet<>();

    public DeadLetterCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** @return the exit code */
    public int run(List<String> args) throws InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        String url = "http://127.0.0.1:" + environment.getOrDefault("OPERATE_PORT", "9876");
        String what = args.isEmpty() ? "" : args.get(0);
        for (int i = 1; i < args.size(); i++) {
            String name = args.get(i);
            boolean flag = name.equals("--dry-run") || name.equals("--in-doubt");
            if (!flag && i + 1 == args.size()) {
                return usage();
            }
            switch (name) {
                case "--dry-run" -> query.put("dryRun", "true");
                case "--in-doubt" -> query.put("inDoubt", "true");
                case "--reason", "--since", "--road", "--max", "--rate" -> query.put(name.substring(2), args.get(++i));
                case "--url" -> url = args.get(++i);
                default -> {
                    return usage();
                }
            }
        }
        try {
            return switch (what) {
                case "list" -> list(url, query);
                case "replay" -> query.containsKey("dryRun") ? list(url, query) : replay(url, query);
                default -> usage();
            };
        } catch (IOException | IllegalArgumentException e) {
            out.println("The bridge at " + url + " does not answer: " + e.getMessage());
            return 1;
        }
    }

    private int usage() {
        out.println(USAGE);
        return 2;
    }

    private int list(String url, Map<String, String> query) throws IOException, InterruptedException {
        JsonNode answer = ask("GET", url, query);
        if (answer != null) {
            out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(answer.get("roads")));
            complain(answer);
        }
        return answer != null && failed.isEmpty() ? 0 : 1;
    }

    /** Says, once, which roads could not be asked. */
    private void complain(JsonNode answer) {
        answer.get("roads").fields().forEachRemaining(road -> {
            JsonNode error = road.getValue().get("error");
            if (error != null && failed.add(road.getKey())) {
                out.println("road " + road.getKey() + ": its dead letters " + error.asText());
            }
        });
    }

    /**
     * In slices, so that one sees how far it is. Cut off, it is begun again: what was sent is not sent twice. No more than there
     * are at the beginning, so that what fails again and comes back meanwhile is not sent again at once.
     */
    private int replay(String url, Map<String, String> query) throws IOException, InterruptedException {
        long most = query.containsKey("max") ? Long.parseLong(query.get("max")) : Long.MAX_VALUE;
        JsonNode there = ask("GET", url, query);
        if (there == null) {
            return 1;
        }
        complain(there);
        long left = Math.min(most, sum(there, "replayable"));
        long sent = 0;
        while (left > 0) {
            query.put("max", Long.toString(Math.min(left, SLICE)));
            JsonNode answer = ask("POST", url, query);
            if (answer == null) {
                return 1;
            }
            complain(answer);
            long now = sum(answer, "sent");
            if (now == 0) {
                break;
            }
            sent += now;
            left -= now;
            out.println(sent + " replayed");
        }
        out.println(sent == 0 ? "There is nothing to replay." : "Done: " + sent + " replayed.");
        return failed.isEmpty() ? 0 : 1;
    }

    private static long sum(JsonNode answer, String number) {
        long sum = 0;
        for (JsonNode road : answer.get("roads")) {
            sum += road.get(number).asLong();
        }
        return sum;
    }

    /** @return null if it said no, and why was printed */
    private JsonNode ask(String method, String url, Map<String, String> query)
            throws IOException, InterruptedException {
        String parameters = query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String path = "/observe/dead-letters" + (method.equals("POST") ? "/replay" : "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path + "?" + parameters))
                .header("Authorization", "Bearer " + environment.getOrDefault("OPERATE_TOKEN", ""))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != 200) {
            out.println("The bridge says no: " + answer.path("error").asText());
            return null;
        }
        return answer;
    }
}
