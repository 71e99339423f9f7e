package com.example;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/** Asks the bot what its arguments say: {@code java -jar … hello}. */
@SpringBootApplication
public class App {

    public static void main(String[] args) {
        SpringApplication.run(App.class, args);
    }

    @Component
    static class AskFromTheCommandLine implements ApplicationRunner {

        private final Support support;

        AskFromTheCommandLine(Support support) {
            this.support = support;
        }

        @Override
        public void run(ApplicationArguments arguments) {
            arguments.getNonOptionArgs().forEach(text -> System.out.println(support.ask("command-line", text)));
        }
    }
}
