package io.camelcognigy.bridge;

import java.util.List;
import java.util.Optional;

/** What an application around the bridge adds to the start report; a bean. The demonstration does. */
public interface Surroundings {

    /** What is to be said of the server that this setting names, such as that it is embedded. */
    Optional<String> note(String setting);

    /** Lines to try it with. */
    List<String> tryIt();
}
