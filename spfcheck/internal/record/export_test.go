package record

// Typos gives the English problem of every typo that is recognized, so that a
// test can demand a case for each.
func Typos() []string {
	var problems []string
	for _, table := range [][]typo{versionTypos, typos, suspects} {
		for _, s := range table {
			problems = append(problems, s.problem.EN)
		}
	}
	return problems
}
