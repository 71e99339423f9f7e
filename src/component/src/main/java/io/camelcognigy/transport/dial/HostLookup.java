package io.camelcognigy.transport.dial;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up by the JVM's resolver, which blocks, on threads of its own: a slow name server must not stop an
 * event loop and everyone on it. The threads end when there is nothing to look up.
 */
public final class HostLookup implements AutoCloseable {

    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("cognigy-lookup", true));

    public HostLookup() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** All addresses in the resolver's order, at least one; or {@link UnknownHostException}. */
    public CompletableFuture<List<InetSocketAddress>> resolve(String host, int port) {
        try {
            return CompletableFuture.supplyAsync(() -> addresses(host, port), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static List<InetSocketAddress> addresses(String host, int port) {
        try {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(host)) {
                addresses.add(new InetSocketAddress(address, port));
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
