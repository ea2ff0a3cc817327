package dev.kiln.streams.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on loopback, and can act as a broken network. Safe for many
 * threads.
 */
final class TcpProxy implements AutoCloseable {

  private enum State {
    OPEN,
    HELD,
    CUT
  }

  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile State state = State.OPEN;

  private TcpProxy(ServerSocket entrance, int target) {
    this.entrance = entrance;
    this.target = target;
  }

  /** A proxy on a free port. */
  static TcpProxy to(int target) throws IOException {
    var entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var proxy = new TcpProxy(entrance, target);
    begin(proxy::acceptAll, "proxy-" + target);
    return proxy;
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Lets no byte through, and tells nobody: what is sent arrives late, after {@link #open}. */
  void hold() {
    become(State.HELD);
  }

  /** Closes every connection, and every new one at once. */
  void cut() {
    become(State.CUT);
    sockets.forEach(TcpProxy::closeQuietly);
  }

  void open() {
    become(State.OPEN);
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }

  private void become(State next) {
    synchronized (change) {
      state = next;
      change.notifyAll();
    }
  }

  private void acceptAll() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        if (state == State.CUT) {
          closeQuietly(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // The entrance was closed, which ends the loop.
      }
    }
  }

  private void connect(Socket client) {
    var server = new Socket();
    sockets.add(client);
    sockets.add(server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      begin(() -> pump(client, server), "proxy-up");
      begin(() -> pump(server, client), "proxy-down");
    } catch (IOException e) {
      end(client, server);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[32 * 1024];
    try (var in = from.getInputStream();
        var out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitRelease();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side is gone; the other learns it by the close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, to);
    }
  }

  private void awaitRelease() throws InterruptedException {
    synchronized (change) {
      while (state == State.HELD) {
        change.wait();
      }
    }
  }

  private void end(Socket one, Socket other) {
    closeQuietly(one);
    closeQuietly(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }

  private static void begin(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
