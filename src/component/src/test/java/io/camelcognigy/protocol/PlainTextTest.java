package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain-text view takes the first text that is not blank, in the order of PROTOCOL §8. */
class PlainTextTest {

    private final ProtocolCodec codec = new ProtocolCodec();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'text':'plain','data':{'_cognigy':{'_default':{'_buttons':{'text':'rich'}}}}}          | plain",
                "{'text':' ','data':{'_cognigy':{'_default':{'_quickReplies':{'text':'Size?'}}}}}         | Size?",
                "{'data':{'_cognigy':{'_default':{'_gallery':{'fallbackText':'Tea'}}}}}                   | Tea",
                "{'data':{'_cognigy':{'_default':{'_image':{'fallbackText':'b'},'_buttons':{'text':'a'}}}}} | a",
                "{'data':{'_cognigy':{'_default':{'_list':{'text':'','fallbackText':'fb'}}}}}             | fb",
                "{'data':{'_cognigy':{'_webchat':{'message':{'text':'w'}}}}}                              | w",
                "{'data':{'_cognigy':{'_webchat':{'message':{'attachment':{'payload':{'text':'p'}}}}}}}    | p",
                "{'data':{'_cognigy':{'_default':{'_list':{'fallbackText':'d'}},'_webchat':{'message':{'text':'w'}}}}} | d",
                "{'data':{'_data':{'_cognigy':{'_default':{'_buttons':{'text':'old'}}}}}}                 | old",
                "{'data':{'_cognigy':{'_webchat':{'message':{'text':'w'}}},'_data':{'_cognigy':{'_default':{'_buttons':{'text':'old'}}}}}} | w",
                "{'text':'','data':{}}                                                                    | ",
                "{}                                                                                       | ",
                "'bare'                                                                                   | ",
                "[]                                                                                       | ",
                "{'text':7,'data':[1]}                                                                    | ",
                "{'data':{'_cognigy':null,'_data':3}}                                                     | ",
                "{'data':{'_cognigy':{'_default':[1],'_webchat':{'message':'x'}}}}                         | ",
                "{'data':{'_cognigy':{'_default':{'_buttons':null,'_list':'x','_image':{'text':{}}}}}}     | ",
            })
    void theFirstTextThatSaysSomethingIsTaken(String message, String expected) throws Exception {
        assertThat(PlainText.of(message(message))).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'text':'','data':{'_cognigy':{'_messageId':'m','_finishReason':'stop'}}} | true",
                "{'text':null,'data':{'_cognigy':{}}}                                      | true",
                "{'data':{'_cognigy':{'_default':null,'_messageId':'m'}}}                  | true",
                "{'text':'chunk','data':{'_cognigy':{'_messageId':'m'}}}                   | false",
                "{'text':'','data':{'_cognigy':{'_default':{'_image':{}}}}}                | false",
                "{'text':'','data':{'_cognigy':{'_webchat3':{'type':'queueUpdate'}}}}      | false",
                "{'text':'','data':{'_cognigy':{'controlCommands':[]}}}                    | false",
                "{'text':'','data':{'_cognigy':{'somethingNew':1}}}                        | false",
                "{'text':'','data':{'_cognigy':{'_messageId':'m'},'mine':1}}               | false",
                "{'text':'','data':{'_cognigy':'x'}}                                       | false",
                "{'text':'','data':{}}                                                     | false",
                "{'text':''}                                                               | false",
                "'bare'                                                                    | false",
            })
    void onlyWhatSurelySaysNothingIsAMarker(String message, boolean marker) throws Exception {
        assertThat(PlainText.marker(message(message))).isEqualTo(marker);
    }

    @Test
    void theQuickReplyExampleReadsAsItsQuestion() throws Exception {
        ServerEvent event = codec.decodeEvent(Frames.read("output-quick-replies.json"));

        assertThat(PlainText.of(((ServerEvent.Output) event).message())).contains("Size?");
    }

    private Message message(String singleQuoted) throws MalformedFrameException {
        String json = "[\"output\",{\"type\":\"output\",\"data\":" + singleQuoted.replace('\'', '"') + "}]";
        return ((ServerEvent.Output) codec.decodeEvent(json)).message();
    }
}
