package com.example;

import io.camelcognigy.session.TurnException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Asks the bot. What it could not be asked is parked; what it may have heard is for a person to look at. */
public class SupportRoute extends RouteBuilder {

    @Override
    public void configure() {
        onException(TurnException.class)
                .onWhen(exchange -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, TurnException.class)
                        .inDoubt())
                .handled(true)
                .to("direct:in-doubt");
        onException(TurnException.class).handled(true).to("direct:parked");

        from("direct:ask")
                .routeId("support")
                .to("cognigy:support?endpointUrl=#property:bot.url&sessionKey=${header.customer}&turnTimeout=2s")
                .convertBodyTo(String.class)
                .to("direct:answers");
    }
}
