package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.camelcognigy.contract.Envelope;
import io.camelcognigy.contract.Envelope.Type;
import io.camelcognigy.protocol.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever shape data have, under names that mean something to us, nothing throws and what is shown is clean. */
class HostileContentTest {

    private static final int MESSAGES = 20_000;

    private static final List<String> NAMES = List.of(
            "_cognigy",
            "_default",
            "_webchat",
            "_webchat3",
            "_data",
            "_plugin",
            "_app",
            "_camel",
            "outputs",
            "_messageId",
            "_finishReason",
            "_quickReplies",
            "_buttons",
            "_gallery",
            "_list",
            "_adaptiveCard",
            "quickReplies",
            "buttons",
            "button",
            "items",
            "adaptiveCard",
            "body",
            "actions",
            "card",
            "facts",
            "columns",
            "rows",
            "cells",
            "inlines",
            "sources",
            "type",
            "title",
            "text",
            "payload",
            "url",
            "value",
            "data",
            "contentType",
            "intentName",
            "message",
            "attachment",
            "elements",
            "attachments",
            "position",
            "isVisible");

    private static final List<Object> VALUES = List.of(
            "",
            " ",
            "x",
            "a\u0000\u001b\u202eb\r\n",
            "\ud800",
            "https://x.example/é",
            "javascript:1",
            "http://[",
            "tel:",
            "postback",
            "web_url",
            "phone_number",
            "trigger_intent",
            "TextBlock",
            "FactSet",
            "Container",
            "Input.Text",
            "Action.Submit",
            "Action.OpenUrl",
            "Action.ShowCard",
            "Image",
            "queueUpdate",
            "liveAgentEvent",
            "adaptivecards",
            7L,
            -1.5,
            Double.NaN,
            true,
            false,
            "y".repeat(3_000));

    private final long seed = Long.getLong("content.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void nothingThrowsAndNothingHiddenIsShown() {
        AnswerJoiner joiner = new AnswerJoiner(StreamMode.ANSWER, 10_000);
        for (int i = 0; i < MESSAGES; i++) {
            Map<String, Object> data = object(0);
            Object text = random.nextBoolean() ? null : VALUES.get(random.nextInt(VALUES.size()));
            Message message = new Message(text instanceof String words ? words : null, data, null, "bot", false, data);
            assertThatCode(() -> {
                        String shown = Readable.of(message).text();
                        assertThat(shown).doesNotContain("\u0000", "\u001b", "\u202e", "\ud800", "\r");
                        Handover.of(message);
                        Offer.NONE.after("t", Readable.of(message).choices()).chosen("1");
                        joiner.add(message)
                                .forEach(output -> Envelope.of(Type.OUTPUT, Instant.EPOCH)
                                        .said(output.text(), output.data())
                                        .build()
                                        .json());
                    })
                    .as("message %d of seed %d", i, seed)
                    .doesNotThrowAnyException();
        }
    }

    private Object value(int depth) {
        int kind = random.nextInt(depth > 8 ? 1 : 4);
        if (kind == 2) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                list.add(random.nextInt(8) == 0 ? null : value(depth + 1));
            }
            return list;
        }
        return kind == 0 ? VALUES.get(random.nextInt(VALUES.size())) : object(depth + 1);
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (depth == 0) {
            object.put("_cognigy", value(1));
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            object.put(name, random.nextInt(10) == 0 ? null : value(depth + 1));
        }
        return object;
    }
}
