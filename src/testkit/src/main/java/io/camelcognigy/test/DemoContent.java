package io.camelcognigy.test;

import java.util.List;
import java.util.Map;

/** The structured messages of the {@link DemoBot}. */
final class DemoContent {

    static final Message MENU = Message.quickReplies(
            "Which size?", Choice.of("Small", "size s"), Choice.of("Medium", "size m"), Choice.of("Large", "size l"));

    static final Message BUTTONS = Message.buttons(
            "What shall it be?",
            Choice.of("Order", "order"),
            Choice.link("Our page", "https://www.example.com/"),
            new Choice("Call us", "+49 30 1234567", "phone_number"));

    private static final Card TEA = Card.of("Tea", "Green, 2.50 Euro", Choice.of("Take tea", "order tea"))
            .withImage("https://www.example.com/tea.png");
    private static final Card COFFEE = Card.of("Coffee", "Black, 3.00 Euro", Choice.of("Take coffee", "order coffee"))
            .withImage("https://www.example.com/coffee.png");

    static final Message GALLERY = Message.gallery(TEA, COFFEE);

    static final Message LIST = Message.list(TEA, COFFEE);

    static final Message IMAGE = Message.image("https://www.example.com/tea.png", "A cup of green tea");

    static final Message CARD = Message.adaptiveCard(Map.of(
            "type",
            "AdaptiveCard",
            "version",
            "1.5",
            "body",
            List.of(
                    Map.of("type", "TextBlock", "text", "Your order", "weight", "bolder"),
                    Map.of(
                            "type",
                            "FactSet",
                            "facts",
                            List.of(fact("Drink", "Green tea"), fact("Price", "2.50 Euro")))),
            "actions",
            List.of(Map.of("type", "Action.Submit", "title", "Confirm", "data", Map.of("confirmed", true)))));

    /** The pieces of one answer, white space included. */
    static final List<String> STREAM = List.of(
            "A streamed answer ",
            "comes in pieces, ",
            "as the model writes it.\n",
            "White space belongs to them,",
            " wherever it stands",
            ".");

    private DemoContent() {}

    private static Map<String, String> fact(String title, String value) {
        return Map.of("title", title, "value", value);
    }
}
