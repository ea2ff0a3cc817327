package dev.kiln.streams.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class SecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ssl.keystore.password | mark-a1 | mark-a1",
        "ssl.key.password | mark-a2 | mark-a2",
        "consumer.ssl.truststore.password | mark-a3 | mark-a3",
        "basic.auth.user.info | kiln:mark-a4 | mark-a4",
        "basic.auth.user.info | kiln:mark:a5@x | mark:a5@x",
        "bearer.auth.token | mark-a6 | mark-a6",
        "sasl.oauthbearer.client.credentials.client.secret | mark-a7 | mark-a7",
        "my.client.secret | mark-a8 | mark-a8",
        "otel.exporter.otlp.headers | x=yes,authorization=Bearer mark-c9 | Bearer mark-c9",
        "some.api.key | mark-a9 | mark-a9",
        "sasl.jaas.config | x.PlainLoginModule required username=\"u\" password=\"mark-b1\"; | mark-b1",
        "sasl.jaas.config | x.ScramLoginModule required password='mark b2'; | mark b2",
        "sasl.jaas.config | x.OAuthBearerLoginModule required clientSecret=mark-b3 scope=s; | mark-b3",
        "schema.registry.url | http://kiln:mark-b4@localhost:8081 | mark-b4",
        "schema.registry.url | http://a:1,https://kiln:mark-b5@b:2 | mark-b5",
        "schema.registry.url | kiln:mark-b6@localhost | mark-b6",
        "schema.registry.url | http://kiln:mark@b7@localhost | mark@b7",
        "schema.registry.url | http://kiln:mark%2Fb8@localhost | mark/b8",
        "any.other.proxy | http://kiln:mark-b9@proxy | mark-b9"
      })
  void isMaskedWhereverItIsQuoted(String name, String value, String secret) {
    Secrets.remember(Map.of(name, value));

    assertThat(Secrets.mask("cannot use '" + secret + "' there")).doesNotContain(secret);
    assertThat(Secrets.mask("configuration: " + name + "=" + value)).doesNotContain(secret);
    assertThat(Secrets.mask("configuration: " + name)).contains(name);
  }

  @Test
  void passwordsOfKafkasOwnTypeAreMaskedToo() {
    Secrets.remember(Map.of("ssl.key.password", new Password("mark-c1")));
    assertThat(Secrets.mask("was mark-c1")).isEqualTo("was [hidden]");
  }

  @Test
  void whatGoesOverTheWireIsMaskedAsWell() {
    Secrets.remember(Map.of("basic.auth.user.info", "kiln:mark-c2"));
    String header =
        Base64.getEncoder().encodeToString("kiln:mark-c2".getBytes(StandardCharsets.UTF_8));
    assertThat(Secrets.mask("Authorization: Basic " + header))
        .isEqualTo("Authorization: Basic [hidden]");
  }

  @Test
  void aKeyIsMaskedLineByLine() {
    Secrets.remember(
        Map.of("ssl.keystore.key", "-----BEGIN\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END"));
    assertThat(Secrets.mask("bad line MIIEvQIBADANBgkqhkiG9w0BAQ in key"))
        .isEqualTo("bad line [hidden] in key");
  }

  @ParameterizedTest
  @CsvSource({
    "basic.auth.credentials.source, USER_INFO",
    "sasl.oauthbearer.token.endpoint.url, https://login.example/token",
    "bootstrap.servers, 'broker-1:9092,broker-2:9092'",
    "kiln.models, /srv/models",
    "schema.registry.url, http://localhost:8081"
  })
  void whatIsNoSecretStaysReadable(String name, String value) {
    Secrets.remember(Map.of(name, value));
    assertThat(Secrets.mask(name + " was " + value)).isEqualTo(name + " was " + value);
  }

  /**
   * If a failure were masked as well, whoever sends requests could find out that he guessed right.
   */
  @Test
  void aRequestThatGuessesASecretLearnsNothing() {
    Secrets.remember(Map.of("ssl.key.password", "mark-e1"));
    String said = "generator \"mark-e1\" is not here.";
    assertThat(new Answer.Problem("r", FailureCode.UNKNOWN_GENERATOR, said).sentence())
        .isEqualTo(said);
  }

  @Test
  void logLinesCarryNeitherSecretsNorWhatActsOnATerminal() {
    Secrets.remember(Map.of("ssl.key.password", "mark-d1"));
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern("%plainMessage%n%plainThrowable");
    layout.start();
    LoggingEvent event =
        new LoggingEvent(
            "test",
            context.getLogger("test"),
            Level.WARN,
            "no {} here\nWARN forged \u001b[2J",
            new IllegalStateException("nor mark-d1 here", new RuntimeException("mark-d1\u0007")),
            new Object[] {"mark-d1"});

    assertThat(layout.doLayout(event))
        .startsWith("no [hidden] here WARN forged  [2J")
        .contains("nor [hidden] here")
        .doesNotContain("mark-d1", "\u001b", "\u0007");
  }
}
