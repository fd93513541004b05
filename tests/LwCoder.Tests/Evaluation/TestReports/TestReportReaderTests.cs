using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Evaluation.TestReports;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Evaluation.TestReports;

/// <summary>The samples are what the real runners wrote.</summary>
public sealed class TestReportReaderTests
{
    [Theory]
    [InlineData("dotnet.trx", "TRX", 3, 1, 1)]
    [InlineData("pytest.xml", "JUnit XML", 4, 1, 1)]
    [InlineData("mocha.json", "mocha JSON", 1, 1, 1)]
    [InlineData("jest.json", "jest JSON", 1, 1, 1)]
    [InlineData("node.tap", "TAP", 2, 2, 1)]
    public void A_file_of_a_runner_is_read(string sample, string format, int passed, int failed, int skipped)
    {
        using var content = File.OpenRead(PathOf(sample));

        var report = TestReportReader.OfFile(sample, content)!;

        (report.Format, report.Passed, report.Failed, report.Skipped).Should().Be((format, passed, failed, skipped));
        report.IsComplete.Should().BeTrue();
    }

    [Theory]
    [InlineData("pytest.txt", "pytest", 4, 1, 1)]
    [InlineData("pytest-verbose.txt", "pytest", 4, 1, 1)]
    [InlineData("unittest.txt", "unittest", 1, 1, 2)]
    [InlineData("unittest-verbose.txt", "unittest", 1, 1, 2)]
    [InlineData("dotnet.txt", "dotnet test", 3, 1, 1)]
    [InlineData("cargo.txt", "cargo test", 1, 1, 1)]
    [InlineData("node.tap", "TAP", 2, 2, 1)]
    [InlineData("node-spec.txt", "spec output", 2, 2, 1)]
    [InlineData("mocha.txt", "spec output", 1, 1, 1)]
    [InlineData("jest.txt", "spec output", 1, 1, 1)]
    [InlineData("mocha.json", "mocha JSON", 1, 1, 1)]
    [InlineData("jest.json", "jest JSON", 1, 1, 1)]
    public void What_a_runner_prints_is_read(string sample, string format, int passed, int failed, int skipped)
    {
        var report = TestReportReader.Read([], File.ReadAllText(PathOf(sample)))!;

        (report.Format, report.Passed, report.Failed, report.Skipped).Should().Be((format, passed, failed, skipped));
    }

    [Theory]
    [InlineData("dotnet.txt", "N.A.Bad")]
    [InlineData("pytest.txt", "test_a.py::test_bad")]
    [InlineData("pytest-verbose.txt", "test_a.py::test_bad")]
    [InlineData("unittest.txt", "test_calc.Calc.test_adds")]
    [InlineData("unittest-verbose.txt", "test_calc.Calc.test_adds")]
    [InlineData("cargo.txt", "src/lib.rs: t::bad")]
    [InlineData("mocha.json", "group bad")]
    [InlineData("jest.json", "group bad")]
    public void A_failed_test_has_its_name_and_a_reason(string sample, string name)
    {
        var failed = TestReportReader.Read([], File.ReadAllText(PathOf(sample)))!
            .Cases.Where(test => test.Status == TestStatus.Failed);

        failed.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = name });
        failed.Single().Message.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void Unittest_names_every_test_and_a_fixture_that_fails_is_none_that_ran()
    {
        TestReportReader.Read([], File.ReadAllText(PathOf("unittest-verbose.txt")))!.IsComplete.Should().BeTrue();

        var report = TestReportReader.Read([], """
            ERROR: setUpClass (tests.test_db.Rows)
            ConnectionError: no database
            FAIL: test_old (tests.test_calc.Calc)
            AssertionError
            Ran 5 tests in 0.1s

            FAILED (failures=1, errors=1)
            """)!;

        (report.Passed, report.Failed, report.Skipped).Should().Be((4, 2, 0));
        report.Cases.Select(test => test.Name).Should().Equal("tests.test_db.Rows.setUpClass", "tests.test_calc.Calc.test_old");
    }

    [Fact]
    public void Tests_in_a_suite_of_TAP_are_named_after_it_and_the_suite_is_no_test()
    {
        var report = TestReportReader.Read([], File.ReadAllText(PathOf("node.tap")))!;

        report.Cases.Select(test => (test.Name, test.Status)).Should().Equal(
            ("adds", TestStatus.Passed), ("bad", TestStatus.Failed), ("later", TestStatus.Skipped),
            ("group > inner", TestStatus.Passed), ("group > inner bad", TestStatus.Failed));
        report.Cases[1].Message.Should().Be("1 == 2");
        report.Cases[1].File.Should().Be("/project/js/a.test.js");
    }

    [Fact]
    public void The_rows_of_a_theory_are_tests_of_their_own()
    {
        using var content = File.OpenRead(PathOf("dotnet.trx"));

        var report = TestReportReader.OfFile("dotnet.trx", content)!;

        report.Cases.Select(test => test.Name).Should().BeEquivalentTo(
            "N.A.Ok", "N.A.Bad", "N.A.Later", "N.A.Each(n: 1)", "N.A.Each(n: 2)");
        report.Cases.Single(test => test.Status == TestStatus.Failed).Message.Should().StartWith("Assert.Equal() Failure");
    }

    [Fact]
    public void The_events_of_go_are_read_among_other_lines()
    {
        var report = TestReportReader.Read([], """
            # downloading
            {"Action":"run","Package":"example.org/m","Test":"TestAdd"}
            {"Action":"output","Package":"example.org/m","Test":"TestAdd","Output":"    a_test.go:7: 1 is not 2\n"}
            {"Action":"fail","Package":"example.org/m","Test":"TestAdd","Elapsed":0}
            {"Action":"pass","Package":"example.org/m","Test":"TestSub","Elapsed":0}
            {"Action":"skip","Package":"example.org/m","Test":"TestLater","Elapsed":0}
            {"Action":"fail","Package":"example.org/m","Elapsed":0.01}
            {"Action":"fail","Package":"example.org/broken","Elapsed":0}
            {"Action": cut off
            """)!;

        report.Cases.Select(test => (test.Name, test.Status)).Should().Equal(
            ("example.org/m.TestAdd", TestStatus.Failed), ("example.org/m.TestSub", TestStatus.Passed),
            ("example.org/m.TestLater", TestStatus.Skipped), ("example.org/broken", TestStatus.Failed));
        report.Cases[0].Message.Should().Be("a_test.go:7: 1 is not 2");
    }

    [Fact]
    public void What_go_prints_for_people_is_read()
    {
        var report = TestReportReader.Read([], """
            === RUN   TestAdd
            --- FAIL: TestAdd (0.00s)
            --- PASS: TestSub (0.00s)
            FAIL
            FAIL	example.org/m	0.003s
            ok  	example.org/other	(cached)
            """)!;

        report.Cases.Select(test => (test.Name, test.Status)).Should().Equal(
            ("example.org/m.TestAdd", TestStatus.Failed), ("example.org/m.TestSub", TestStatus.Passed));
    }

    [Theory]
    [InlineData("<!DOCTYPE t [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><testsuites><testcase name='&e;'/></testsuites>")]
    [InlineData("<!DOCTYPE t []><testsuites><testcase name='a'/></testsuites>")]
    [InlineData("<testsuites><testcase name='a'/>")]
    [InlineData("<project><modelVersion/></project>")]
    public void XML_that_is_no_plain_report_is_none(string xml)
    {
        Xml(xml).Should().BeNull();
    }

    [Fact]
    public void XML_that_nests_without_end_is_no_report()
    {
        Xml(string.Concat(Enumerable.Repeat("<testsuite>", 100_000))).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("all good\n")]
    [InlineData("ok\n")]
    [InlineData("{\"testResults\": 7}\n")]
    [InlineData("{\"stats\": 1, \"tests\": {}}\n")]
    public void Other_output_is_no_report(string output)
    {
        TestReportReader.Read([], output).Should().BeNull();
    }

    [Fact]
    public void Reports_of_one_format_are_added_up_and_the_fullest_format_is_taken()
    {
        TestReport[] files =
        [
            TestReport.Of("A", [new("1", TestStatus.Passed)]),
            TestReport.Of("B", [new("2", TestStatus.Passed), new("3", TestStatus.Failed)]),
            TestReport.Of("A", [new("4", TestStatus.Passed)]),
            TestReport.Of("A", [new("5", TestStatus.Skipped)]),
        ];

        TestReportReader.Read(files, "")!.Cases.Select(test => test.Name).Should().Equal("1", "4", "5");
    }

    [Fact]
    public void A_name_and_a_message_of_any_length_are_cut()
    {
        var report = Xml("<testsuite><testcase "
            + $"name='{new string('n', 100_000)}'><failure>{new string('m', 100_000)}</failure></testcase></testsuite>")!;

        report.Cases.Single().Name.Length.Should().BeLessThan(2_000);
        report.Cases.Single().Message!.Length.Should().BeLessThan(5_000);
    }

    [Fact]
    public void No_text_makes_a_reader_fail_and_counts_always_add_up()
    {
        string[] words =
        [
            "ok 1 - a", "not ok 2", "    ok 3 - b # SKIP", "# Subtest: x", "    # Subtest: y", "1..3", "TAP version 13", "  ---",
            "  error: 'e'", "{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"t\"}", "{\"Action\":7}", "{", "}", "test a ... ok",
            "test result: ok", "---- a stdout ----", "=== 1 passed, 2 failed in 0.1s ===", "FAILED a.py::b - c",
            "a.py::b PASSED", "Failed!  - Failed: 1, Passed: 2, Skipped: 3", "  Failed a [1 ms]", "Tests: 1 failed, 2 total",
            "✔ a", "▶ g", "  ✖ b (1ms)", "ℹ pass 1", "  3 passing", "--- PASS: A (0s)", "ok  \tp\t0.1s", "\e[31mred\e[0m", "\0",
            "\ud800",
        ];
        var line = Gen.OneOf(Gen.Elements(words), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        var outputs = Gen.ArrayOf(line).Select(lines => string.Join('\n', lines)).ToArbitrary();

        Prop.ForAll(outputs, output =>
        {
            var report = TestReportReader.Read([], output);
            return report is null || (report.Total == report.Passed + report.Failed + report.Skipped
                && report.Cases.Count(test => test.Status == TestStatus.Failed) >= 0 && report.Total > 0);
        }).ShouldHold();
    }

    private static TestReport? Xml(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return TestReportReader.OfFile("r.xml", content);
    }

    private static string PathOf(string sample) =>
        Path.Combine(AppContext.BaseDirectory, "Evaluation", "TestReports", "Samples", sample);
}
