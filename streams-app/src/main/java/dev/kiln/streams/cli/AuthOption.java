package dev.kiln.streams.cli;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --auth}: the page wants a token. */
final class AuthOption {

  private static final int RANDOM_BYTES = 18;
  private static final String RANDOM = "";

  @Option(
      names = "--auth",
      arity = "0..1",
      fallbackValue = RANDOM,
      paramLabel = "TOKEN",
      description =
          "Let the page in only with a token: this one, or without a value a new one, which stands"
              + " in the link that is printed.")
  private @Nullable String token;

  /** The token, if there is to be one. */
  Optional<String> token() {
    if (token == null) {
      return Optional.empty();
    }
    if (token.isEmpty()) {
      byte[] bytes = new byte[RANDOM_BYTES];
      new SecureRandom().nextBytes(bytes);
      token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
    return Optional.of(token);
  }
}
