package dev.kiln.streams.demo;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the demo is told.
 *
 * @param out where pictures and report go
 * @param requests how many requests to send, broken ones included
 * @param inFlight how many of them may be open at once
 * @param seed the seed of the mix
 * @param exit whether to end after the report, instead of staying up
 * @param ports where broker and registry listen
 * @param http options of the page, as in the application's configuration
 */
public record DemoOptions(
    Path out,
    int requests,
    int inFlight,
    long seed,
    boolean exit,
    DemoPorts ports,
    Map<String, String> http) {

  public DemoOptions {
    http = Map.copyOf(http);
    if (requests < 1 || requests > 100_000) {
      throw new IllegalArgumentException(
          "--requests must be between 1 and 100000, was " + requests);
    }
    if (inFlight < 1 || inFlight > 1000) {
      throw new IllegalArgumentException("--in-flight must be between 1 and 1000, was " + inFlight);
    }
  }
}
