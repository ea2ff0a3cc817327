package dev.kiln.schemas.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same against a registry that nobody here wrote, on a Java of 21 or newer. */
class ApicurioIT extends RegistryContract {

  @TempDir private static Path directory;
  private static ApicurioServer server;

  @BeforeAll
  static void start() throws Exception {
    String missing = ApicurioServer.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    server = ApicurioServer.start(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  URI url() {
    return server.url();
  }
}
