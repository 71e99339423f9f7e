package io.camelcognigy.jms;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** Stands for a class that does harm when it is deserialized: it leaves a mark. */
final class Gadget implements Serializable {

    private static final long serialVersionUID = 1L;

    static volatile boolean deserialized;

    private final byte[] content;

    Gadget(int size) {
        content = new byte[size];
    }

    int size() {
        return content.length;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        deserialized = true;
        in.defaultReadObject();
    }
}
