using System.Security.Cryptography;
using System.Text;
using LwCoder.Prompts;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Prompts;

public sealed class PromptSetTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_set_is_the_main_prompt_and_the_subagents_by_name_without_the_analysis()
    {
        _folder.Write("main.md", "Do it.\n");
        _folder.Write("ANALYSIS.md", "why");
        _folder.Write("notes.txt", "no prompt");
        _folder.Write("z.md", "---\nname: auditor\ndescription: \"Checks: all\"\n---\n\nAudit.\n");
        _folder.Write("plan-checker.md", "Check the plan.\n");

        var set = PromptSet.Load(_folder.Path);

        set.Main.Should().Be("Do it.\n");
        set.Subagents.Select(s => (s.Name, s.Description, s.Body)).Should().Equal(
            ("auditor", "Checks: all", "Audit.\n"), ("plan-checker", "The plan checker subagent", "Check the plan.\n"));
    }

    [Fact]
    public void The_fingerprint_covers_bodies_only()
    {
        _folder.Write("main.md", "M");
        _folder.Write("b.md", "---\nname: b\ndescription: one\n---\nB");
        _folder.Write("a.md", "A");
        var text = "M\n---SUBAGENT:a---\nA\n---SUBAGENT:b---\nB";
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

        PromptSet.Load(_folder.Path).Fingerprint.Should().Be(expected);
        _folder.Write("b.md", "---\ndescription: two\n---\nB");

        PromptSet.Load(_folder.Path).Fingerprint.Should().Be(expected);
    }

    [Theory]
    [InlineData("main.md")]
    [InlineData("s.md")]
    public void A_placeholder_that_nothing_fills_in_is_an_error(string file)
    {
        _folder.Write("main.md", "Do {plan_text}.");
        _folder.Write("s.md", "Audit {plan_text}.");
        _folder.Write(file, "Do {plan_text}.\nMeasure against {base_sha}.");

        var error = FluentActions.Invoking(() => PromptSet.Load(_folder.Path)).Should().Throw<UserError>().Which;

        error.Message
            .Should().Be($"{_folder[file]} has the placeholder {{base_sha}} in line 2 of its prompt, and nothing fills it in");
        error.Hint.Should().EndWith("remove {base_sha}, or write {{base_sha}} if the braces are meant");
    }

    [Fact]
    public void Braces_that_are_no_placeholder_are_left_alone()
    {
        const string Text = "{plan_text} ${HOME} {{base_sha}} {\"a\": 1} {} { x } ${{ env.X }} if (a) { b(); } {a,b}";
        _folder.Write("main.md", Text);

        PromptSet.Load(_folder.Path).Main.Should().Be(Text);
    }

    [Theory]
    [InlineData("---\nname: [\n---\nx", "*front matter is not valid YAML*")]
    [InlineData("---\nname: ../up\n---\nx", "*'../up' cannot be a subagent's name*")]
    [InlineData("---\n- a\n---\nx", "*not a list of 'key: value' lines*")]
    [InlineData("---\nname: s\n---\n \n", "*has no prompt*")]
    [InlineData("", "*has no prompt*")]
    public void A_subagent_that_cannot_be_used_is_named(string text, string message)
    {
        _folder.Write("main.md", "M");
        _folder.Write("s.md", text);

        var load = () => PromptSet.Load(_folder.Path);

        load.Should().Throw<UserError>().WithMessage(message).Which.Message.Should().Contain(_folder["s.md"]);
    }

    [Fact]
    public void Crlf_and_a_byte_order_mark_are_no_part_of_the_front_matter()
    {
        _folder.Write("s.md", "\uFEFF---\r\nname: s\r\ndescription: d\r\n---\r\nBody\r\n");

        SubagentFile.Read(_folder["s.md"]).Should().BeEquivalentTo(new { Name = "s", Description = "d", Body = "Body\r\n" });
    }

    [Fact]
    public void A_rule_in_a_prompt_without_front_matter_is_no_front_matter()
    {
        _folder.Write("s.md", "Text\n---\nname: x\n---\n");

        SubagentFile.Read(_folder["s.md"]).Body.Should().Be("Text\n---\nname: x\n---\n");
    }

    [Fact]
    public void Two_subagents_of_one_name_are_refused()
    {
        _folder.Write("main.md", "M");
        _folder.Write("a.md", "A");
        _folder.Write("b.md", "---\nname: A\n---\nB");

        var load = () => PromptSet.Load(_folder.Path);

        load.Should().Throw<UserError>().WithMessage("two subagents*'*'*");
    }

    [Fact]
    public void A_folder_without_a_main_prompt_names_init()
    {
        var load = () => PromptSet.Load(_folder.Path);

        load.Should().Throw<UserError>().Which.Hint.Should().Contain("lw_coder init");
    }

    [Theory]
    [InlineData(null, "default")]
    [InlineData("sonnet", "sonnet")]
    [InlineData("claude-opus-4-8[1m]", "opus")]
    [InlineData("claude-Haiku-4-5", "haiku")]
    [InlineData("gpt-5", "default")]
    public void A_models_name_chooses_the_variant(string? model, string variant) =>
        PromptFolders.VariantOf(model).Should().Be(variant);

    [Fact]
    public void A_variant_that_was_never_installed_falls_back_to_the_default()
    {
        _folder.Write("prompts/active/droid/default/main.md", "M");

        PromptFolders.Active(_folder.Path, "droid", "opus").Should().Be(_folder["prompts/active/droid/default"]);
        var missing = () => PromptFolders.Active(_folder.Path, "claude-code-cli", "opus");
        missing.Should().Throw<UserError>().Which.Hint.Should().Contain("lw_coder init");
    }
}
