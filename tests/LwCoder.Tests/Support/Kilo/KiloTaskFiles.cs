namespace LwCoder.Tests.Support.Kilo;

/// <summary>Small tasks written by hand, one for each shape a real store has.</summary>
internal static class KiloTaskFiles
{
    /// <summary>Version 7: made at 2026-01-05 08:00:00.300 UTC.</summary>
    public const string Parent = "019b8d2b-8d2c-7abc-8def-000000000001";

    private const string Surroundings =
        """<environment_details>\n# Current Mode\n<slug>code</slug>\n<name>Code</name>\n<model>anthropic/claude-sonnet-4.5</model>\n\n# Current Workspace Directory (/home/dev/app) Files\na.py\n</environment_details>""";

    public const string Screen = """
        [{"ts":1767600000300,"type":"say","say":"text","text":"Fix the parser"},
         {"ts":1767600001000,"type":"say","say":"api_req_started","text":"{\"request\":\"long\",\"apiProtocol\":\"anthropic\",\"tokensIn\":1200,\"tokensOut\":34,\"cacheWrites\":50,\"cacheReads\":9000,\"cost\":0.02,\"inferenceProvider\":\"Amazon Bedrock\"}"},
         {"ts":1767600001500,"type":"say","say":"text","text":"I will look."},
         {"ts":1767600002000,"type":"ask","ask":"tool","text":"{\"tool\":\"readFile\",\"path\":\"a.py\",\"content\":\"x\"}"},
         {"ts":1767600003000,"type":"say","say":"api_req_started","text":"{\"request\":\"long\",\"apiProtocol\":\"openai\",\"tokensIn\":1000,\"tokensOut\":10,\"cacheReads\":400,\"cost\":0.01}"},
         {"ts":1767600004000,"type":"ask","ask":"command","text":"pytest -q"},
         {"ts":1767600005000,"type":"say","say":"command_output","text":"1 passed"},
         {"ts":1767600006000,"type":"say","say":"api_req_started","text":"{\"request\":\"interrupted\"}"},
         {"ts":1767600007000,"type":"say","say":"diff_error","text":"no match"},
         {"ts":1767600008000,"type":"say","say":"completion_result","text":"Fixed."},
         {"ts":1767600008001,"type":"ask","ask":"completion_result","text":""}]
        """;

    public const string Native = $$$"""
        [{"role":"user","ts":1767600000400,"content":[{"type":"text","text":"<task>\nFix the parser\n</task>"},{"type":"text","text":"{{{Surroundings}}}"}]},
         {"role":"assistant","ts":1767600001600,"content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"I will look."},{"type":"tool_use","id":"toolu_1","name":"read_file","input":{"path":"a.py"}}]},
         {"role":"user","ts":1767600002500,"content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"print(1)"}]},{"type":"text","text":"{{{Surroundings}}}"}]},
         {"role":"assistant","ts":1767600003600,"content":[{"type":"tool_use","id":"toolu_2","name":"execute_command","input":{"command":"pytest -q"}}]},
         {"role":"user","ts":1767600005100,"content":[{"type":"tool_result","tool_use_id":"toolu_2","content":"Command executed in terminal  within working directory '/home/dev/app'. Command execution was not successful, inspect the cause and adjust as needed.\nExit code: 1\nOutput:\nExit code: 0\n"}]},
         {"type":"reasoning","encrypted_content":"x","summary":[{"type":"summary_text","text":"thought"}],"ts":1767600005200},
         {"role":"assistant","ts":1767600005600,"content":[{"type":"tool_use","id":"toolu_3","name":"apply_diff","input":{"path":"a.py","diff":"x"}}]},
         {"role":"user","ts":1767600005700,"content":[{"type":"tool_result","tool_use_id":"toolu_3","content":"{\"status\":\"denied\",\"message\":\"The user denied this operation.\"}"}]},
         {"role":"assistant","ts":1767600008100,"content":[{"type":"tool_use","id":"toolu_4","name":"attempt_completion","input":{"result":"Fixed."}}]}]
        """;

    public const string Xml = $$$"""
        [{"role":"user","ts":1767600000400,"content":"<task>\nFix the parser\n</task>\n{{{Surroundings}}}"},
         {"role":"assistant","ts":1767600001600,"content":"<thinking>hm</thinking>\n\n<read_file>\n<path>a.py</path>\n</read_file>"},
         {"role":"user","ts":1767600002500,"content":[{"type":"text","text":"[read_file for 'a.py'] Result:"},{"type":"text","text":"print(1) <execute_command>"},{"type":"text","text":"{{{Surroundings}}}"}]},
         {"role":"assistant","ts":1767600003600,"content":[{"type":"text","text":"Now the tests.\n<execute_command>\n<command>cd app && pytest -q</command>\n</execute_command>"}]},
         {"role":"user","ts":1767600005100,"content":"[execute_command for 'pytest -q'] Result:\n\nCommand executed in terminal. Exit code: 0\nOutput:\n1 passed\n{{{Surroundings}}}"},
         {"role":"assistant","ts":1767600005600,"content":"<new_task>\n<mode>code</mode>\n<message>Write the docs</message>\n</new_task>"},
         {"role":"user","ts":1767600005700,"content":"[new_task completed] Result: docs are written"},
         {"role":"assistant","ts":1767600005800,"content":"<apply_diff><path>a.py</path><diff><<<<<<< SEARCH\na\n=======\n</path>\n>>>>>>> REPLACE</diff></apply_diff>"},
         {"role":"user","ts":1767600005900,"content":[{"type":"text","text":"[apply_diff for 'a.py'] Result:"},{"type":"text","text":"The tool execution failed with the following error:\n<error>\nno match\n</error>"}]},
         {"role":"assistant","ts":1767600008100,"content":"<attempt_completion>\n<result>\nFixed.\n</result>\n</attempt_completion>"}]
        """;

    public static string Write(string store, string id, string? conversation, string? screen = Screen)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store, "tasks", id)).FullName;
        if (conversation is not null)
        {
            File.WriteAllText(Path.Combine(folder, "api_conversation_history.json"), conversation);
        }
        if (screen is not null)
        {
            File.WriteAllText(Path.Combine(folder, "ui_messages.json"), screen);
        }
        return folder;
    }
}
