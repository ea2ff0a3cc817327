package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private final ServerSocket server = server();
  private TcpProxy proxy = proxy();
  private Socket client = new Socket();
  private Socket accepted = new Socket();

  @BeforeEach
  void connect() throws IOException {
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    accepted = server.accept();
    client.setSoTimeout(200);
    accepted.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    proxy.close();
    server.close();
  }

  @Test
  void nothingGetsThroughWhileItHoldsAndAllOfItAfterwards() throws IOException {
    client.getOutputStream().write(1);
    assertThat(accepted.getInputStream().read()).isEqualTo(1);

    proxy.hold();
    accepted.getOutputStream().write(new byte[] {2, 3});
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    proxy.open();
    client.setSoTimeout(10_000);
    assertThat(client.getInputStream().readNBytes(2)).containsExactly(2, 3);
  }

  @Test
  void aCutEndsConnectionsUntilItIsOpenAgain() throws IOException {
    proxy.cut();
    client.setSoTimeout(10_000);
    assertThat(accepted.getInputStream().read()).isEqualTo(-1);

    proxy.open();
    try (var again = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        var other = server.accept()) {
      again.getOutputStream().write(4);
      assertThat(other.getInputStream().read()).isEqualTo(4);
    }
  }

  private static ServerSocket server() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TcpProxy proxy() {
    try {
      return TcpProxy.to(server.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
