package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.content.Choice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A person in a terminal reads an answer while it is written, and chooses by number. */
class TranscriptTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Transcript transcript = new Transcript(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void output(String members) throws Exception {
        transcript.output(new ObjectMapper()
                .readTree("{\"type\":\"output\",\"turnId\":\"t\"," + members.replace('\'', '"') + "}"));
    }

    @Test
    void lettersAppearAsTheyCome() throws Exception {
        output("'text':'One ','data':{'_cognigy':{'_messageId':'m'}}");
        assertThat(shown()).isEqualTo("bot> One ");
        output("'text':'two\\nthree','data':{'_cognigy':{'_messageId':'m'}}");
        assertThat(shown()).isEqualTo("bot> One two\nbot> three");
        output("'text':'','data':{'_cognigy':{'_messageId':'m','_finishReason':'stop'}}");
        output("'text':'Next','data':{}");

        assertThat(shown()).isEqualTo("bot> One two\nbot> three\nbot> Next\n");
    }

    @Test
    void aCardInTheMiddleOfAnAnswerHasItsOwnLines() throws Exception {
        output("'text':'One ','data':{'_cognigy':{'_messageId':'m'}}");
        output("'text':'Look','data':{}");
        output("'text':'two','data':{'_cognigy':{'_messageId':'m','_finishReason':'stop'}}");

        assertThat(shown()).isEqualTo("bot> One \nbot> Look\nbot> two\n");
    }

    @Test
    void anAnswerWithoutAnEndEndsWithTheTurn() throws Exception {
        output("'text':'One','data':{'_cognigy':{'_messageId':'m'}}");
        transcript.output(new ObjectMapper().readTree("{\"type\":\"turnEnd\"}"));

        assertThat(shown()).isEqualTo("bot> One\n");
    }

    @Test
    void choicesHaveNumbersAndANumberMeansAChoice() throws Exception {
        String data = "'data':{'_cognigy':{'_default':{'_buttons':{'text':'Tea?','buttons':["
                + "{'title':'Yes','payload':'y'},{'title':'Shop','type':'web_url','url':'https://x.example'}]}}}}";
        output("'text':null," + data);
        output("'text':'Tea?\\n1. Yes\\n- Shop: https://x.example'," + data);

        assertThat(shown()).isEqualTo("bot> Tea?\n    1. Yes\n    - Shop: https://x.example\n".repeat(2));
        assertThat(transcript.chosen("1")).map(Choice::payload).contains("y");
        assertThat(transcript.chosen("2")).isEmpty();
    }

    @Test
    void whatNoTextCanShowIsShownAsItIs() throws Exception {
        output("'text':null,'data':{'order':7}");

        assertThat(shown()).isEqualTo("bot> {\"order\":7}\n");
    }
}
