using LwCoder.Agents;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Droid;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents;

public sealed class CredentialStoreTests : IDisposable
{
    private const string Login = ".claude/.credentials.json";
    private const string Old = """{"claudeAiOauth":{"accessToken":"old"}}""";
    private const string New = """{"claudeAiOauth":{"accessToken":"new"}}""";

    private readonly AgentsTestFolder _user = new();
    private readonly AgentsTestFolder _run = new();
    private readonly ClaudeCodeAgent _claude = new();
    private readonly CredentialStore _store;

    public CredentialStoreTests() => _store = new CredentialStore(_user.Path);

    private string Home => _run["home"];

    public void Dispose()
    {
        _user.Dispose();
        _run.Dispose();
    }

    [Fact]
    public async Task A_login_refreshed_in_the_run_goes_back_and_leaves_the_run()
    {
        Lend(Old);
        _run.Write("home/" + Login, New);

        (await TakeBack()).Should().BeEmpty();

        _user.Read(Login).Should().Be(New);
        _run.Has("home/" + Login).Should().BeFalse();
        CredentialStore.IsLent(Home).Should().BeFalse();
    }

    [Fact]
    public async Task A_login_that_changed_on_the_host_meanwhile_is_kept()
    {
        Lend(Old);
        _run.Write("home/" + Login, New);
        _user.Write(Login, """{"claudeAiOauth":{"accessToken":"host"}}""");

        (await TakeBack()).Should().ContainSingle().Which.Should().Contain("changed meanwhile");

        _user.Read(Login).Should().Contain("host");
        _run.Has("home/" + Login).Should().BeFalse();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"claudeAiOauth\":")]
    public async Task What_is_no_login_any_more_does_not_go_back(string content)
    {
        Lend(Old);
        _run.Write("home/" + Login, content);

        (await TakeBack()).Should().ContainSingle().Which.Should().Contain("no login");

        _user.Read(Login).Should().Be(Old);
    }

    [Fact]
    public async Task An_unchanged_login_is_only_removed()
    {
        Lend(Old);
        var written = File.GetLastWriteTimeUtc(_user[Login]);

        (await TakeBack()).Should().BeEmpty();

        File.GetLastWriteTimeUtc(_user[Login]).Should().Be(written);
        _run.Has("home/" + Login).Should().BeFalse();
    }

    [Fact]
    public async Task Settings_that_may_hold_keys_are_removed_and_never_go_back()
    {
        _user.Write(".claude/settings.json", """{"env":{"ANTHROPIC_AUTH_TOKEN":"t"}}""");
        _claude.PrepareHome(Home, _user.Path, new AgentLaunch("/w", "/h", "/p", null, true));
        _run.Write("home/.claude/settings.json", """{"env":{"ANTHROPIC_AUTH_TOKEN":"other"}}""");

        await TakeBack();

        _run.Has("home/.claude/settings.json").Should().BeFalse();
        _run.Has("home/.claude.json").Should().BeFalse();
        _user.Read(".claude/settings.json").Should().Contain("\"t\"");
    }

    [Fact]
    public async Task A_login_made_inside_the_sandbox_is_not_planted_in_the_users_home()
    {
        CredentialStore.Lend(_claude, Home, _user.Path);
        _run.Write("home/" + Login, New);

        await TakeBack();

        _user.Has(Login).Should().BeFalse();
        _run.Has("home/" + Login).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_killed_run_left_behind_is_taken_back_by_another_process()
    {
        Lend(Old);
        _run.Write("home/" + Login, New);
        CredentialStore.IsLent(Home).Should().BeTrue();

        await new CredentialStore(_user.Path).TakeBackAsync(_claude, Home, CancellationToken.None);

        _user.Read(Login).Should().Be(New);
        _run.Has("home/" + Login).Should().BeFalse();
    }

    [Fact]
    public async Task A_refreshed_login_that_finds_no_way_back_stays_in_the_run_until_it_does()
    {
        // Readable, but too long a name for the temporary file beside it.
        var target = new string('n', 250);
        _user.Write(target, Old);
        _user.Write(Login, "");
        File.Delete(_user[Login]);
        File.CreateSymbolicLink(_user[Login], _user[target]);
        CredentialStore.Lend(_claude, Home, _user.Path);
        _run.Write("home/" + Login, New);

        (await TakeBack()).Should().ContainSingle().Which.Should().Contain("cannot be written back").And.Contain(Home);

        _run.Read("home/" + Login).Should().Be(New);
        CredentialStore.IsLent(Home).Should().BeTrue();
        File.Delete(_user[Login]);
        _user.Write(Login, Old);
        (await TakeBack()).Should().BeEmpty();
        _user.Read(Login).Should().Be(New);
        _run.Has("home/" + Login).Should().BeFalse();
    }

    [Fact]
    public async Task Taking_back_twice_is_harmless()
    {
        Lend(Old);
        await TakeBack();

        (await TakeBack()).Should().BeEmpty();

        _user.Read(Login).Should().Be(Old);
    }

    [Fact]
    public async Task A_folder_the_agent_turned_into_a_link_to_the_users_own_costs_nobody_the_login()
    {
        Lend(Old);
        Directory.Delete(_run["home/.claude"], recursive: true);
        Directory.CreateSymbolicLink(_run["home/.claude"], _user[".claude"]);

        await TakeBack();

        _user.Read(Login).Should().Be(Old);
    }

    [Fact]
    public async Task A_login_in_two_files_goes_back_as_a_whole_or_not_at_all()
    {
        var droid = new DroidAgent();
        _user.Write(".factory/auth.v2.key", "key");
        _user.Write(".factory/auth.v2.file", "cipher");
        CredentialStore.Lend(droid, Home, _user.Path);
        _run.Write("home/.factory/auth.v2.file", "refreshed");
        _user.Write(".factory/auth.v2.key", "another key");

        await _store.TakeBackAsync(droid, Home, CancellationToken.None);

        _user.Read(".factory/auth.v2.file").Should().Be("cipher");
        _run.Has("home/.factory/auth.v2.key").Should().BeFalse();
    }

    [Fact]
    public async Task A_login_that_is_a_link_into_the_users_dotfiles_is_lent_and_stays_a_link()
    {
        _user.Write("dotfiles/login.json", Old);
        Directory.CreateDirectory(_user[".claude"]);
        File.CreateSymbolicLink(_user[Login], _user["dotfiles/login.json"]);
        CredentialStore.Lend(_claude, Home, _user.Path);
        _run.Read("home/" + Login).Should().Be(Old);
        _run.Write("home/" + Login, New);

        (await TakeBack()).Should().BeEmpty();

        _user.Read("dotfiles/login.json").Should().Be(New);
        new FileInfo(_user[Login]).LinkTarget.Should().NotBeNull();
    }

    [Fact]
    public void Preparing_a_home_again_keeps_a_login_that_was_refreshed_there()
    {
        Lend(Old);
        _run.Write("home/" + Login, New);

        CredentialStore.Lend(_claude, Home, _user.Path);

        _run.Read("home/" + Login).Should().Be(New);
    }

    private void Lend(string login)
    {
        _user.Write(Login, login);
        CredentialStore.Lend(_claude, Home, _user.Path);
        _run.Read("home/" + Login).Should().Be(login);
    }

    private Task<IReadOnlyList<string>> TakeBack() => _store.TakeBackAsync(_claude, Home, CancellationToken.None);
}
