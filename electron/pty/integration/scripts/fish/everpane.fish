# Everpane's shell integration for fish. Sourced by --init-command, after the user's own configuration; changes none of it.
# What it tells is in everpane.bash's head. fish 4 sends prompt marks and the directory by itself.

set -g __everpane_nonce ''
if set -q EVERPANE_NONCE_FILE
    read -g __everpane_nonce <$EVERPANE_NONCE_FILE 2>/dev/null
    command rm -f -- $EVERPANE_NONCE_FILE
    set -e EVERPANE_NONCE_FILE
end

if status is-interactive; and not set -q __everpane_is_on
    set -g __everpane_is_on 1

    # Backslash, semicolon and control characters as the terminal reads them back.
    function __everpane_escape
        string replace -a '\\' '\\\\' -- $argv[1] | string collect | string replace -a ';' '\x3b' | string collect \
            | string replace -a \n '\x0a' | string replace -ar '[[:cntrl:]]' '\x1a' | string join '\x0a'
    end

    function __everpane_command_starts --on-event fish_preexec
        # A command that is kept out of the history (a leading space) is kept out of the journal as well.
        if test -n "$__everpane_nonce"; and not string match -q ' *' -- $argv[1]
            printf '\e]633;E;%s;%s\a' (__everpane_escape $argv[1]) $__everpane_nonce
        end
        printf '\e]133;C\a'
    end

    function __everpane_command_ended --on-event fish_postexec
        printf '\e]133;D;%s\a' $status
    end

    function __everpane_prompt_comes --on-event fish_prompt
        printf '\e]7;file://%s%s\a' $hostname (string replace -a % %25 -- $PWD | string replace -ar '[[:cntrl:]]' %1a)
        printf '\e]133;A\a'
    end
end
