package dev.kiln.schemas.registry;

import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EmbeddedRegistryContractTest extends RegistryContract {

  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    registry = EmbeddedRegistry.start(0);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Override
  URI url() {
    return registry.url();
  }
}
