using FluentAssertions;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Tests.Agents.Tools;

public sealed class GateVerdictsTests
{
    [Theory]
    [InlineData("pytest", 0, "pytest passed")]
    [InlineData("pytest", 1, "pytest failed")]
    [InlineData("ruff check --check .", 0, "ruff-check passed")]
    [InlineData("ruff format --check .", 1, "ruff-format failed")]
    [InlineData("python -m mypy src", 1, "mypy failed")]
    [InlineData("cd web && npm test", 1, "npm-test failed")]
    [InlineData("ruff check . && mypy . && pytest", 0, "ruff-check passed, mypy passed, pytest passed")]
    // Any of the three may have failed, and after the first that did the others never ran.
    [InlineData("ruff check . && mypy . && pytest", 1, "ruff-check ?, mypy ?, pytest ?")]
    [InlineData("pytest; echo done", 0, "pytest ?")]
    [InlineData("pytest || true", 0, "pytest ?")]
    [InlineData("pytest || exit 1", 1, "pytest failed")]
    [InlineData("pytest || exit 1", 0, "pytest passed")]
    [InlineData("pytest | tail -5", 0, "pytest ?")]
    [InlineData("set -o pipefail; pytest | tail -5", 0, "pytest passed")]
    [InlineData("set -euo pipefail\npytest | tail\necho ok", 0, "pytest passed")]
    [InlineData("bash -ec 'pytest; echo ok'", 0, "pytest passed")]
    [InlineData("bash -c 'pytest; echo ok'", 0, "pytest ?")]
    [InlineData("pytest; exit $?", 1, "pytest failed")]
    [InlineData("pytest &", 0, "pytest ?")]
    [InlineData("! pytest", 0, "pytest failed")]
    [InlineData("(cd a && pytest) && dotnet test", 0, "pytest passed, dotnet-test passed")]
    [InlineData("if pytest; then echo ok; fi", 0, "pytest ?")]
    [InlineData("x=$(pytest)", 0, "pytest ?")]
    [InlineData("git add . && pytest", 1, "pytest ?")]
    [InlineData("false && pytest", 1, "pytest ?")]
    [InlineData("eslint src", 0, "eslint passed")]
    [InlineData("black .", 0, "")]
    [InlineData("echo run pytest later", 0, "")]
    public void An_exit_code_decides_only_what_it_must(string command, int exitCode, string expected)
    {
        Describe(command, exitCode).Should().Be(expected);
    }

    [Fact]
    public void Without_an_exit_code_nothing_is_known()
    {
        Describe("pytest", null).Should().Be("pytest ?");
    }

    [Fact]
    public void A_command_of_very_many_parts_is_not_played_through()
    {
        Describe(string.Join(" && ", Enumerable.Repeat("pytest", 40)), 0).Should().StartWith("pytest ?, pytest ?");
    }

    private static string Describe(string command, int? exitCode) => string.Join(", ",
        GateVerdicts.Of(ShellScript.Parse(command), exitCode).Select(verdict =>
            $"{verdict.Gate.Name} {verdict.Passed switch { true => "passed", false => "failed", null => "?" }}"));
}
