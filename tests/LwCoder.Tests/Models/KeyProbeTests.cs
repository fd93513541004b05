using System.Net;
using System.Net.Sockets;
using System.Text;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Models;

public sealed class KeyProbeTests
{
    [Theory]
    [InlineData(200, "{\"data\":{\"limit_remaining\":null}}", KeyState.Valid)]
    [InlineData(200, "{\"data\":{\"limit_remaining\":3.5}}", KeyState.Valid)]
    [InlineData(200, "{\"data\":{\"limit_remaining\":0}}", KeyState.Exhausted)]
    [InlineData(200, "{\"data\":[{\"id\":\"some-model\"}]}", KeyState.Valid)]
    [InlineData(200, "hello", KeyState.Valid)]
    [InlineData(401, "", KeyState.Refused)]
    [InlineData(403, "", KeyState.Refused)]
    [InlineData(402, "", KeyState.Exhausted)]
    [InlineData(302, "", KeyState.Unknown)]
    [InlineData(404, "", KeyState.Unknown)]
    [InlineData(503, "", KeyState.Unreachable)]
    public void An_answer_says_what_the_key_is_worth(int status, string body, object state) =>
        KeyProbe.Judge((HttpStatusCode)status, body).State.Should().Be((KeyState)state);

    [Fact]
    public async Task The_key_is_asked_about_once_and_no_model_is_reached()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var endpoint = Endpoint(((IPEndPoint)server.LocalEndpoint).Port);
        var serving = AnswerAsync(server, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var answer = await KeyProbe.AskAsync(endpoint, default);

        answer.State.Should().Be(KeyState.Refused);
        (await serving).Should().StartWith("GET /v1/key ").And.Contain("Authorization: Bearer my-key");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        using var port = new ClosedPort();

        (await KeyProbe.AskAsync(Endpoint(port.Number), default)).State.Should().Be(KeyState.Unreachable);
    }

    private static ModelEndpoint Endpoint(int port) => new(
        Provider.OpenRouter with { BaseUrl = new Uri($"http://127.0.0.1:{port}/v1") }, "m", "my-key", "X", "lw_coder", []);

    private static async Task<string> AnswerAsync(TcpListener server, string answer)
    {
        using var client = await server.AcceptTcpClientAsync();
        var buffer = new byte[8192];
        var request = new StringBuilder();
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer)));
        }
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        return request.ToString();
    }
}
