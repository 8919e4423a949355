#compdef spfcheck
# zsh completion for spfcheck. To load it once: source <(spfcheck completion zsh)

_spfcheck() {
	local -a lines choices
	local line word help
	lines=("${(@f)$("${(Q)words[1]}" completion candidates -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
	if [[ $lines[1] == :files* ]]; then
		compset -P '--*='
		_files
		return
	fi
	for line in $lines; do
		word=${line%%$'\t'*} help=${line#*$'\t'}
		choices+=("${word//:/\\:}${help:+:$help}")
	done
	_describe spfcheck choices
}

# In a folder of fpath this file is the function; sourced, it defines it.
if [[ $funcstack[1] == _spfcheck ]]; then
	_spfcheck "$@"
else
	compdef _spfcheck spfcheck
fi
