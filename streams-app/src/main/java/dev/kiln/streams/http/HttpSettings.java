package dev.kiln.streams.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, and who may come in.
 *
 * @param host the address to listen at
 * @param port 0 takes any that is free
 * @param fallback whether to take any that is free where that one is not
 * @param token what one has to know, or null for nothing
 */
public record HttpSettings(InetAddress host, int port, boolean fallback, @Nullable String token) {

  /** Whether only this machine reaches it. */
  boolean isLocal() {
    return host.isLoopbackAddress();
  }
}
