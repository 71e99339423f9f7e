package com.example;

import org.apache.camel.main.Main;

/** Runs the routes in {@code routes/*.yaml}: what lies in {@code inbox/} is asked, the answers appear in {@code outbox/}. */
public final class App {

    private App() {}

    public static void main(String[] args) throws Exception {
        new Main(App.class).run(args);
    }
}
