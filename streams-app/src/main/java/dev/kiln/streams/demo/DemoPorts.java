package dev.kiln.streams.demo;

/**
 * Where the demo's broker and registry listen, on this machine.
 *
 * @param broker the broker's port; 0 for any that is free
 * @param registry the schema registry's port; 0 for any that is free
 */
public record DemoPorts(int broker, int registry) {

  /** Whatever is free. */
  public static final DemoPorts ANY = new DemoPorts(0, 0);

  private static final int LAST = 65535;

  public DemoPorts {
    check("--broker-port", broker);
    check("--registry-port", registry);
  }

  private static void check(String option, int port) {
    if (port < 0 || port > LAST) {
      throw new IllegalArgumentException(
          "%s must be between 1 and %d, or 0 for any, was %d".formatted(option, LAST, port));
    }
  }
}
