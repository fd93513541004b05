namespace LwCoder.Agents.Tools.Shell;

/// <summary>A check of a project that a program runs.</summary>
/// <param name="Name">Under which punches know it: `pytest`, `ruff-check`, `dotnet-test`.</param>
/// <param name="IsTest">It runs tests; false for linters, type checkers and formatters that only look.</param>
internal sealed record Gate(string Name, bool IsTest)
{
    /// <summary>Flags with which a runner tells of itself or of tests, and runs none.</summary>
    private static readonly string[] Idle =
        ["--version", "--help", "-h", "--collect-only", "--co", "--list-tests", "--no-run", "--list", "-list", "--listTests",
         "--markers", "--fixtures", "--showConfig", "--init"];

    private static readonly string[] Runners =
        ["pytest", "jest", "vitest", "mocha", "ava", "tap", "rspec", "phpunit", "pest", "ctest", "tox", "nox", "nose2",
         "nosetests", "behave", "busted", "bats", "trial", "stestr", "minitest", "gotestsum", "karma"];

    private static readonly string[] Checkers =
        ["mypy", "pyright", "basedpyright", "flake8", "pylint", "eslint", "biome", "golangci-lint", "staticcheck", "shellcheck",
         "rubocop", "phpstan", "psalm", "clippy-driver", "hadolint", "actionlint"];

    /// <summary>Flags whose value may stand before the word that counts: `npm --prefix web test`.</summary>
    private static readonly string[] FlagsWithValue =
        ["--prefix", "-C", "-w", "--workspace", "--filter", "--dir", "-f", "-p", "--project", "-j", "--manifest-path", "--cwd"];

    private static readonly Verb[] Verbs = ReadVerbs(
        """
        unittest = unittest
        py.test = pytest
        dotnet test = dotnet-test
        dotnet vstest = dotnet-test
        dotnet build = dotnet-build (no test)
        dotnet format = dotnet-format (no test)
        cargo test = cargo-test
        cargo t = cargo-test
        cargo nextest run = cargo-test
        cargo clippy = cargo-clippy (no test)
        cargo check = cargo-check (no test)
        go test = go-test
        go vet = go-vet (no test)
        npm test = npm-test
        npm t = npm-test
        npm run lint = npm-lint (no test)
        yarn test = npm-test
        yarn run test = npm-test
        pnpm test = npm-test
        pnpm run test = npm-test
        npm run test = npm-test
        bun test = bun-test
        bun run test = npm-test
        deno test = deno-test
        node --test = node-test
        mvn test = maven-test
        mvn verify = maven-test
        mvnw test = maven-test
        mvnw verify = maven-test
        gradle test = gradle-test
        gradle check = gradle-test
        gradlew test = gradle-test
        gradlew check = gradle-test
        make test = make-test
        make check = make-test
        just test = just-test
        mix test = mix-test
        swift test = swift-test
        rails test = rails-test
        rake test = rake-test
        rake spec = rake-test
        composer test = composer-test
        zig build test = zig-test
        zig test = zig-test
        bazel test = bazel-test
        stack test = stack-test
        cabal test = cabal-test
        flutter test = flutter-test
        dart test = dart-test
        meson test = meson-test
        playwright test = playwright
        cypress run = cypress
        ng test = ng-test
        react-scripts test = npm-test
        tsc = tsc (no test)
        vue-tsc = tsc (no test)
        """);

    /// <returns>Null for a program that checks nothing, or does not run its checks this time.</returns>
    public static Gate? Of(ShellStep step)
    {
        if (step.Words.Skip(1).Any(Idle.Contains))
        {
            return null;
        }
        return Array.Find(Verbs, verb => verb.Program == step.Program && BeginsWith(step, verb.Words))?.Gate
            ?? (Runners.Contains(step.Program) ? new Gate(step.Program, IsTest: true)
                : Checkers.Contains(step.Program) ? new Gate(step.Program, IsTest: false)
                : OfRuff(step) ?? OfFormatter(step));
    }

    private static Gate? OfRuff(ShellStep step) => step.Program != "ruff" ? null
        : step.Words is [_, "format", ..] ? new Gate("ruff-format", IsTest: false)
        : step.Words is [_, "check", ..] ? new Gate("ruff-check", IsTest: false) : null;

    /// <summary>Formatters are checks only when they are told to look and not to write.</summary>
    private static Gate? OfFormatter(ShellStep step) => step.Words switch
    {
        ["black" or "prettier" or "isort" or "rustfmt", ..] when step.Words.Contains("--check") =>
            new(step.Program, IsTest: false),
        ["prettier" or "isort", ..] when step.Words.Contains("-c") => new(step.Program, IsTest: false),
        ["cargo", "fmt", ..] when step.Words.Contains("--check") => new("cargo-fmt", IsTest: false),
        _ => null,
    };

    private static bool BeginsWith(ShellStep step, string[] words)
    {
        var at = 1;
        foreach (var word in words)
        {
            while (at < step.Words.Count && step.Words[at] != word && IsPassedOver(step, at))
            {
                at++;
            }
            if (at >= step.Words.Count || step.Words[at++] != word)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A flag, the value of one, or, where any number of goals can be named, another goal.</summary>
    private static bool IsPassedOver(ShellStep step, int at) =>
        step.Words[at] is ['-' or '+', ..] || FlagsWithValue.Contains(step.Words[at - 1])
        || step.Program is "mvn" or "mvnw" or "gradle" or "gradlew" or "make";

    /// <summary>Lines of `program words = gate`, which is a test unless it says otherwise.</summary>
    private static Verb[] ReadVerbs(string table) => [.. table.Split('\n').Select(line =>
    {
        var (left, right) = (line.Split(" = ")[0].Split(' '), line.Split(" = ")[1].Split(' '));
        return new Verb(left[0], left[1..], new Gate(right[0], IsTest: right.Length == 1));
    })];

    private sealed record Verb(string Program, string[] Words, Gate Gate);
}
