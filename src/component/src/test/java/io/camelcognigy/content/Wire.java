package io.camelcognigy.content;

import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.ServerEvent;

/** Messages as the wire brings them, written in JSON with single quotes. */
public final class Wire {

    private static final ProtocolCodec CODEC = new ProtocolCodec();

    private Wire() {}

    public static Message message(String singleQuoted) {
        String json = "[\"output\",{\"type\":\"output\",\"data\":" + singleQuoted.replace('\'', '"') + "}]";
        try {
            return ((ServerEvent.Output) CODEC.decodeEvent(json)).message();
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Message text(String text) {
        return new Message(text, null, null, "bot", false, null);
    }

    public static Message piece(String id, String text) {
        return message("{'text':" + quoted(text) + ",'data':{'_cognigy':{'_messageId':'" + id + "'}}}");
    }

    public static Message mark(String id) {
        return last(id, "");
    }

    public static Message last(String id, String text) {
        return message(
                "{'text':" + quoted(text) + ",'data':{'_cognigy':{'_messageId':'" + id + "','_finishReason':'stop'}}}");
    }

    public static Message card(String title) {
        return message("{'text':null,'data':{'_cognigy':{'_default':{'_buttons':{'type':'buttons','text':'" + title
                + "','buttons':[{'title':'Yes','type':'postback','payload':'yes'}]}}}}}");
    }

    private static String quoted(String text) {
        return text == null ? "null" : CODEC.write(text);
    }
}
