# fish completion for spfcheck. To load it once: spfcheck completion fish | source

# Asks for the candidates; false where fish is to complete names of files.
function __spfcheck_candidates
    set -l words (commandline -opc) (commandline -ct)
    set -g __spfcheck_candidates ($words[1] completion candidates -- $words[2..-1] 2>/dev/null)
    not string match -q ':files*' -- $__spfcheck_candidates[1]
end

complete -c spfcheck -n __spfcheck_candidates -f -a '$__spfcheck_candidates'
