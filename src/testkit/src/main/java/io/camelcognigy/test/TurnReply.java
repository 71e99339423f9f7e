package io.camelcognigy.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The reply to one input. Every call goes to the connection's event loop. */
final class TurnReply implements Reply {

    private final Conversation conversation;
    private final String traceId;
    private final AtomicInteger streams = new AtomicInteger();

    /** @param traceId the same in all outputs of this input */
    TurnReply(Conversation conversation, String traceId) {
        this.conversation = conversation;
        this.traceId = traceId;
    }

    @Override
    public void typing(boolean on) {
        event("typingStatus", Map.of("status", on ? "typingOn" : "typingOff"));
    }

    @Override
    public void say(String text) {
        say(text, Map.of());
    }

    @Override
    public void say(String text, Map<String, ?> data) {
        run(() -> conversation.output(this, Envelope.output(text, data, traceId)));
    }

    @Override
    public void say(Message message) {
        run(() -> conversation.output(this, Envelope.output(message, traceId)));
    }

    @Override
    public void stream(List<String> pieces) {
        String id = traceId + "-" + streams.incrementAndGet();
        pieces.forEach(piece -> say(Message.piece(id, piece)));
        say(Message.lastPiece(id, "stop"));
    }

    @Override
    public void envelope(String type, Object data) {
        run(() -> conversation.output(this, Envelope.of(type, data)));
    }

    @Override
    public void error(String message, String code) {
        envelope("error", Map.of("error", Conversation.error(message, code)));
    }

    @Override
    public void exception(String message, String code) {
        run(() -> conversation.exception(this, message, code));
    }

    @Override
    public void event(String name, Object... arguments) {
        run(() -> conversation.emit(name, arguments));
    }

    @Override
    public void finalPing() {
        finalPing("regular");
    }

    @Override
    public void finalPing(String type) {
        run(() -> conversation.finalPing(this, type == null ? null : Map.of("type", type)));
    }

    @Override
    public void frame(String packet) {
        run(() -> conversation.wire().frame(packet));
    }

    @Override
    public void bytes(byte[] content) {
        run(() -> conversation.wire().bytes(content));
    }

    @Override
    public void fail(FailAt fault) {
        fault.requireImmediate();
        run(() -> conversation.suffer(fault));
    }

    @Override
    public void inject(String text) {
        conversation.inject(text);
    }

    @Override
    public void after(Duration delay, Runnable action) {
        conversation.wire().schedule(delay, action);
    }

    private void run(Runnable action) {
        conversation.wire().run(() -> {
            if (!conversation.wire().gone()) {
                action.run();
            }
        });
    }
}
