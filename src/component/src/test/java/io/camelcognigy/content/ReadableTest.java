package io.camelcognigy.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Choice.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bot says can be read by people, whatever form it has, and what can be chosen has a number. */
class ReadableTest {

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
                "{'data':{'_cognigy':{'_default':{'_list':{'text':'d'}},'_webchat':{'message':{'text':'w'}}}}} | d",
                "{'data':{'_data':{'_cognigy':{'_default':{'_buttons':{'text':'old'}}}}}}                 | old",
                "{'data':{'_cognigy':{'_webchat':{'message':{'text':'w'}}},'_data':{'_cognigy':{'_default':{'_buttons':{'text':'old'}}}}}} | w",
                "{'data':{'_cognigy':{'_webchat3':{'type':'queueUpdate','payload':{'alternativeText':'You are third'}}}}} | You are third",
                "{'data':{'_cognigy':{'_webchat3':{'type':'liveAgentEvent','payload':{'text':'Ann is here'}}}}} | Ann is here",
                "{'text':'','data':{}}                                                                    | ``",
                "{}                                                                                       | ``",
                "'bare'                                                                                   | ``",
                "[]                                                                                       | ``",
                "{'text':7,'data':[1]}                                                                    | ``",
                "{'data':{'_cognigy':null,'_data':3}}                                                     | ``",
                "{'data':{'_cognigy':{'_default':[1],'_webchat':{'message':'x'}}}}                         | ``",
                "{'data':{'_cognigy':{'_default':{'_buttons':null,'_list':'x','_image':{'text':{}}}}}}     | ``",
            })
    void theFirstTextThatSaysSomethingIsTaken(String message, String expected) {
        assertThat(read(message).text()).isEqualTo(expected);
    }

    @Test
    void quickRepliesAreNumberedBelowTheirQuestion() {
        Readable readable = read("{'text':null,'data':{'_cognigy':{'_default':{'_quickReplies':{'type':'quick_replies',"
                + "'text':'Size?','quickReplies':[{'id':1,'title':'S','contentType':'postback','payload':'size s'},"
                + "{'title':'M','contentType':'postback'},"
                + "{'title':'Other','contentType':'trigger_intent','payload':'','intentName':'OtherSize'},"
                + "{'title':'Call us','contentType':'phone_number','payload':'+49 (30) 1234'}]}}}}}");

        assertThat(readable.text()).isEqualTo("Size?\n1. S\n2. M\n3. Other\n- Call us: tel:+49301234");
        assertThat(readable.choices())
                .containsExactly(
                        new Choice(1, "S", Kind.REPLY, "size s", null, null),
                        new Choice(2, "M", Kind.REPLY, "M", null, null),
                        new Choice(3, "Other", Kind.REPLY, "cIntent:OtherSize", null, null),
                        new Choice(null, "Call us", Kind.PHONE, null, null, "tel:+49301234"));
    }

    @Test
    void aGalleryReadsAsAListWithTheButtonsOfEachCard() {
        Readable readable = read("{'text':'Our tea','data':{'_cognigy':{'_default':{'_gallery':{'type':'carousel',"
                + "'fallbackText':'no','items':[{'title':'Green','subtitle':'from Japan','imageUrl':'https://x.example/g.png',"
                + "'buttons':[{'title':'Buy','type':'postback','payload':'buy green'}]},"
                + "{'title':'Black','buttons':[{'title':'More','type':'web_url','url':'https://x.example/black'},"
                + "{'title':'Buy','type':'postback','payload':'buy black'}]}]}}}}}");

        assertThat(readable.text())
                .isEqualTo("Our tea\n- Green: from Japan\n1. Buy\n- Black\n- More: https://x.example/black\n2. Buy");
        assertThat(readable.choices()).extracting(Choice::payload).containsExactly("buy green", null, "buy black");
    }

    @Test
    void aListOffersTheButtonsOfItsEntriesAndItsOwn() {
        Readable readable = read("{'data':{'_cognigy':{'_default':{'_list':{'type':'list','items':[{'title':'One',"
                + "'subtitle':'first','defaultActionUrl':'https://x.example/1','buttons':null}],"
                + "'button':{'title':'More','type':'postback','payload':'more'}}}}}}");

        assertThat(readable.text()).isEqualTo("- One: first: https://x.example/1\n1. More");
    }

    @Test
    void picturesSoundAndFilmAreTheirNamesAndAddresses() {
        Readable readable = read("{'data':{'_cognigy':{'_default':{"
                + "'_image':{'type':'image','imageUrl':'https://x.example/i.png','imageAltText':'A map'},"
                + "'_audio':{'type':'audio','audioUrl':'https://x.example/a.mp3'},"
                + "'_video':{'type':'video','videoUrl':'https://x.example/v.mp4','videoAltText':'How to'}}}}}");

        assertThat(readable.text())
                .isEqualTo("- A map: https://x.example/i.png\n- https://x.example/a.mp3\n"
                        + "- How to: https://x.example/v.mp4");
    }

    @Test
    void anAdaptiveCardReadsAsItsTextsFactsAndActions() {
        String card = "{'type':'AdaptiveCard','body':[{'type':'TextBlock','text':'Your order'},"
                + "{'type':'ColumnSet','columns':[{'type':'Column','items':["
                + "{'type':'FactSet','facts':[{'title':'Price','value':'3 EUR'},{'title':'Day','value':'Monday'}]}]}]},"
                + "{'type':'TextBlock','text':'secret','isVisible':false},"
                + "{'type':'RichTextBlock','inlines':['Thank ',{'type':'TextRun','text':'you'}]},"
                + "{'type':'Image','url':'https://x.example/i.png','altText':'A cup'}],"
                + "'actions':[{'type':'Action.OpenUrl','title':'Track','url':'https://x.example/t'},"
                + "{'type':'Action.Submit','title':'Cancel','data':{'do':'cancel'}},"
                + "{'type':'Action.ShowCard','title':'More','card':{'body':[{'type':'TextBlock','text':'Inside'}],"
                + "'actions':[{'type':'Action.Execute','title':'Confirm'}]}}]}";
        String expected = "Your order\n- Price: 3 EUR\n- Day: Monday\nThank you\n- A cup: https://x.example/i.png\n"
                + "- Track: https://x.example/t\n1. Cancel\n- More\nInside\n2. Confirm";

        Readable neutral =
                read("{'data':{'_cognigy':{'_default':{'_adaptiveCard':{'type':'adaptiveCard','adaptiveCard':" + card
                        + "}}}}}");
        Readable plugin = read("{'data':{'_plugin':{'type':'adaptivecards','payload':" + card + "}}}");

        assertThat(neutral.text()).isEqualTo(expected);
        assertThat(plugin.text()).isEqualTo(expected);
        assertThat(neutral.choices().get(1).data())
                .isEqualTo(Map.of(
                        "adaptivecards", Map.of("do", "cancel"),
                        "request", Map.of("value", Map.of("do", "cancel"))));
    }

    @Test
    void theButtonOfAFormHasNoNumberAsItsFieldsWouldBeEmpty() {
        Readable readable = read("{'data':{'_cognigy':{'_default':{'_adaptiveCard':{'adaptiveCard':{'body':[{'type':"
                + "'Container','items':[{'type':'Input.Text','id':'n','label':'Your name'}]}],"
                + "'actions':[{'type':'Action.Submit','title':'Send'}]}}}}}}");

        assertThat(readable.text()).isEqualTo("- Your name\n- Send");
        assertThat(readable.choices()).containsExactly(new Choice(null, "Send", Kind.SUBMIT, null, null, null));
    }

    @Test
    void whereOnlyMessengersFormCameThatIsRead() {
        assertThat(read("{'data':{'_cognigy':{'_webchat':{'message':{'text':'Size?','quick_replies':["
                                + "{'content_type':'text','title':'S','payload':'s'}]}}}}}")
                        .text())
                .isEqualTo("Size?\n1. S");
        assertThat(read("{'data':{'_cognigy':{'_webchat':{'message':{'attachment':{'type':'template','payload':{"
                                + "'template_type':'generic','elements':[{'title':'Tea','subtitle':'hot','buttons':["
                                + "{'type':'postback','title':'Buy','payload':'b'}]}]}}}}}}}")
                        .text())
                .isEqualTo("- Tea: hot\n1. Buy");
        assertThat(read("{'data':{'_cognigy':{'_webchat':{'message':{'attachment':{'type':'image','payload':{"
                                + "'url':'https://x.example/i.png'}}}}}}}")
                        .text())
                .isEqualTo("- https://x.example/i.png");
    }

    @Test
    void theSameContentInTwoFormsIsShownOnce() {
        assertThat(read("{'data':{'_cognigy':{"
                                + "'_default':{'_quickReplies':{'text':'Size?','quickReplies':[{'title':'S','payload':'s'}]}},"
                                + "'_webchat':{'message':{'text':'Size?','quick_replies':[{'title':'S','payload':'s'}]}}}}}")
                        .text())
                .isEqualTo("Size?\n1. S");
    }

    @Test
    void filesAndAppsAreLinks() {
        assertThat(read("{'text':'See','data':{'attachments':[{'name':'a.pdf','caption':'the bill','url':"
                                + "'https://x.example/a.pdf'},{'fileName':'b.txt','url':'https://x.example/b'}],"
                                + "'_cognigy':{'_app':{'url':'https://app.example/1'}}}}")
                        .text())
                .isEqualTo("See\n- https://app.example/1\n- a.pdf: the bill: https://x.example/a.pdf\n"
                        + "- b.txt: https://x.example/b");
    }

    @Test
    void anAddressThatCouldDoHarmIsNotOffered() {
        Readable readable = read("{'data':{'_cognigy':{'_default':{'_buttons':{'buttons':["
                + "{'title':'Win','type':'web_url','url':'javascript:alert(1)'},"
                + "{'title':'Local','type':'web_url','url':'file:///etc/passwd'},"
                + "{'title':'Relative','type':'web_url','url':'/x'}]}}}}}");

        assertThat(readable.text()).isEqualTo("- Win\n- Local\n- Relative");
        assertThat(readable.choices()).isEmpty();
    }

    @Test
    void controlCharactersAreGoneAndLanguagesStay() {
        Readable readable = Readable.of(
                "a\u0000b\u001b[31m\r\nc\td \u202egnp \ud83d\udc4d \ud800",
                buttons(List.of(Map.of("title", " \u0645\u06cc\u200c\u062e\n\u0007 x "))));

        assertThat(readable.text()).isEqualTo("ab[31m\nc\td gnp \ud83d\udc4d \ufffd\n1. \u0645\u06cc\u200c\u062e x");
    }

    @Test
    void aTextIsNeverShortened() {
        String text = "word ".repeat(100_000);

        assertThat(Readable.of(text, null).text()).isEqualTo(text);
    }

    @Test
    void itemsAreBoundedAndSaySo() {
        Map<String, Object> button = Map.of("title", "x".repeat(10_000), "payload", "p");
        Readable readable = Readable.of("Choose", buttons(Collections.nCopies(5_000, button)));

        assertThat(readable.choices()).hasSize(Items.MAX_ITEMS);
        assertThat(readable.text()).endsWith("…").hasSizeLessThan(Items.MAX_ITEMS * (Items.MAX_CHARS + 10));
    }

    @Test
    void aPayloadThatNoEndpointTakesIsNoChoice() {
        Readable readable = Readable.of(null, buttons(List.of(Map.of("title", "Big", "payload", "p".repeat(10_001)))));

        assertThat(readable.text()).isEqualTo("- Big");
    }

    @Test
    void dataThatContainThemselvesEnd() {
        Map<String, Object> container = new HashMap<>();
        container.put("type", "Container");
        container.put("items", List.of(container, container, container));
        container.put("columns", List.of(container, container));
        Readable readable = Readable.of(
                null,
                Map.of(
                        "_cognigy",
                        Map.of(
                                "_default",
                                Map.of("_adaptiveCard", Map.of("adaptiveCard", Map.of("body", List.of(container)))))));

        assertThat(readable.isEmpty()).isTrue();
    }

    @Test
    void severalMessagesAreOneTextWithTheNumbersGoingOn() {
        Readable readable = Readable.of(List.of(Wire.text("Hi"), Wire.card("Tea?"), Wire.card("Milk?")));

        assertThat(readable.text()).isEqualTo("Hi\nTea?\n1. Yes\nMilk?\n2. Yes");
        assertThat(readable.choices()).extracting(Choice::number).containsExactly(1, 2);
    }

    @Test
    void nothingOfWhatWasSaidIsInALog() {
        Readable readable = Readable.of(List.of(Wire.text("a secret"), Wire.card("another secret")));

        assertThat(readable.toString() + readable.items() + readable.choices()).doesNotContain("secret");
    }

    private static Map<String, Object> buttons(List<Map<String, Object>> buttons) {
        return Map.of("_cognigy", Map.of("_default", Map.of("_buttons", Map.of("buttons", buttons))));
    }

    private static Readable read(String message) {
        return Readable.of(Wire.message(message));
    }
}
